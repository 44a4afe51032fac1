package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job that adjusts the labels of another waits until that one has ended, takes input, attribute
 * and labels from it, and reports in the service's words when the engine lacks its task type.
 */
class EarlierLabelsIT {
  /** Far less than a minute, after which a waiting job looks again without any event. */
  private static final Duration SOON = Duration.ofSeconds(25);

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir Path folder;

  @Test
  void theLaterJobStartsWhenTheEarlierHasEnded() throws Exception {
    try (LabelingLab lab = new LabelingLab(folder, Learner.NONE)) {
      LabelingLab.Site site = lab.site("eu-west-1", 2);
      try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
        JobObject first = new JobObject(namespace, site, "boxes");
        JobObject later = new JobObject(namespace, site, "corrected");
        first.apply("type: BoundingBox", "images");
        applyAdjustment(site);

        later.awaitReason("WaitingForJob");
        assertThat(later.get().getStatus().jobName()).isNull();
        LabelingJobStatus ended;
        try (LabelingWorker worker = lab.worker(site)) {
          ended = first.await("Complete", "True");
        }
        Instant end = Instant.now();

        LabelingJobStatus status =
            later.awaitStatus(
                "the refusal of the task type",
                seen ->
                    Conditions.find(seen.conditions(), ConditionType.Ready)
                        .filter(ready -> ready.message().contains("AdjustmentBoundingBox"))
                        .isPresent());
        assertThat(Duration.between(end, Instant.now())).isLessThan(SOON);
        assertThat(status.input().manifestUri()).isEqualTo(ended.outputManifestUri());
        assertThat(status.labelAttributeName()).isEqualTo("corrected");
        assertThat(Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow())
            .satisfies(
                ready -> {
                  assertThat(ready.status()).isEqualTo("False");
                  assertThat(ready.message())
                      .contains("sagemaker:CreateLabelingJob", "is not one of", "BoundingBox");
                });
      }
    }
  }

  private static void applyAdjustment(LabelingLab.Site site) {
    String yaml =
        """
        apiVersion: labelops.dev/v1alpha1
        kind: LabelingJob
        metadata: {name: corrected, namespace: %s}
        spec:
          workteamArn: %s
          executionRoleArn: %s
          task:
            type: AdjustmentBoundingBox
            adjusts: {jobRef: {name: boxes}}
          output: {uri: "s3://%s/output/"}
        """
            .formatted(namespace.name(), site.teamArn(), LabelingLab.ROLE, site.bucket());
    namespace
        .client()
        .resource(
            Serialization.unmarshal(yaml, dev.labelops.operator.api.v1alpha1.LabelingJob.class))
        .serverSideApply();
  }
}
