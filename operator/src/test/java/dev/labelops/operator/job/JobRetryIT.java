package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Attempt;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A labeling job that fails for real: two of five images cannot be read, which is too much of the
 * first sample of an automated job.
 */
class JobRetryIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir Path folder;
  private LabelingLab lab;
  private LabelingLab.Site site;

  @BeforeEach
  void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 5);
  }

  @AfterEach
  void stop() {
    lab.close();
  }

  @Test
  void theNextAttemptContinuesFromWhatTheFailedOneLabeled() {
    swap("images/0.png", "images/1.png", RequestBody.fromString("not an image"));
    JobObject job = new JobObject(namespace, site, "retried");
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
      apply(job, 2);
      job.awaitStatus(
          "two failed objects",
          seen -> seen.counters() != null && Long.valueOf(2).equals(seen.counters().failed()));
      swap("images/0.png", "images/1.png", LabelingLab.image());
      try (LabelingWorker worker = lab.worker(site)) {
        LabelingJobStatus status = job.await("ResultsComplete", "True");

        assertThat(status.phase()).isEqualTo(Phase.Completed);
        assertThat(status.attempt()).isEqualTo(2);
        assertThat(status.attempts()).hasSize(1);
        Attempt failed = status.attempts().getFirst();
        assertThat(failed.result()).isEqualTo("Failed");
        assertThat(failed.failureReason()).contains("first sample");
        assertThat(status.input().manifestUri())
            .as("attempt 2 reads what attempt 1 wrote")
            .isEqualTo(failed.outputManifestUri());
        assertThat(status.results().humanLabeled()).isEqualTo(5);
        assertThat(lab.jobs(site)).hasSize(2);
      }
    }
  }

  @Test
  void withoutAnotherAttemptTheFailureIsFinal() {
    swap("images/0.png", "images/1.png", RequestBody.fromString("not an image"));
    JobObject job = new JobObject(namespace, site, "failed");
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      apply(job, 1);
      LabelingJobStatus status = job.awaitReason("LabelingFailed");

      assertThat(status.phase()).isEqualTo(Phase.Failed);
      assertThat(status.failureReason()).contains("first sample");
      assertThat(job.await("Stalled", "True").conditions())
          .extracting(condition -> condition.type() + "=" + condition.status())
          .contains("Failed=True", "Finished=True", "Ready=False");
      assertThat(lab.jobs(site)).hasSize(1);
    }
  }

  @Test
  void aFailedJobOfSomebodyElseIsLeftAloneOnceItsEndIsWritten() {
    swap("images/0.png", "images/1.png", RequestBody.fromString("not an image"));
    JobObject owner = new JobObject(namespace, site, "failing");
    JobObject visitor = new JobObject(namespace, site, "visiting");
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, calls);
        LabelingWorker worker = lab.worker(site)) {
      String shared = "jobName: shared";
      String auto = "autoLabeling: {enabled: true}";
      owner.apply("type: BoundingBox", "images", auto, shared);
      owner.awaitReason("LabelingFailed");
      visitor.apply(
          "type: BoundingBox",
          "images",
          auto,
          shared,
          "adoption: Always",
          "retry: {maxAttempts: 2}");
      visitor.awaitReason("LabelingFailed");

      long before = describes(calls);
      Awaitility.await()
          .during(Duration.ofSeconds(3))
          .atMost(Duration.ofSeconds(4))
          .until(() -> describes(calls) - before < 20);
      assertThat(lab.jobs(site)).hasSize(1);
    }
  }

  private static long describes(CrashPoints calls) {
    return calls.calls().stream().filter("SageMaker:DescribeLabelingJob"::equals).count();
  }

  private static void apply(JobObject job, int attempts) {
    job.apply(
        "type: BoundingBox",
        "images",
        "autoLabeling: {enabled: true}",
        "retry: {maxAttempts: " + attempts + "}");
  }

  private void swap(String one, String other, RequestBody content) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      S3Client s3 = clients.s3(clients.scope(null));
      for (String key : List.of(one, other)) {
        s3.putObject(b -> b.bucket(site.bucket()).key(key), content);
      }
    }
  }
}
