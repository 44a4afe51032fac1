package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The life of one job, from apply to results: real API server, real engine, real task API. */
class JobLifeIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @ParameterizedTest
  @CsvSource({
    "TextMultiClass, texts, eu-west-1",
    "ImageMultiClass, images, eu-west-2",
    "BoundingBox, images, eu-central-1"
  })
  void completes(String type, String media, String region) {
    LabelingLab.Site site = lab.site(region, 5);
    JobObject job = new JobObject(namespace, site, type.toLowerCase());
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, calls);
        LabelingWorker worker = lab.worker(site)) {
      job.apply("type: " + type, media);
      LabelingJobStatus status = job.await("ResultsComplete", "True");
      assertThat(status.phase()).isEqualTo(Phase.Completed);
      assertThat(status.progress()).isEqualTo("100%");
      assertThat(status.counters().humanLabeled()).isEqualTo(5);
      assertThat(status.results().humanLabeled()).isEqualTo(5);
      assertThat(status.results().machineLabeled()).isZero();
      assertThat(status.results().byLabel().getFirst().label()).isEqualTo("DHL");
      assertThat(status.autoLabelingRounds()).isZero();
      assertThat(status.input().objectCount()).isEqualTo(5);
      assertThat(status.outputManifestUri())
          .isEqualTo(
              "s3://"
                  + site.bucket()
                  + "/output/"
                  + status.jobName()
                  + "/manifests/output/output.manifest");
      assertThat(lab.jobs(site)).hasSize(1);
      assertThat(calls.calls()).filteredOn(c -> c.equals("SageMaker:CreateLabelingJob")).hasSize(1);
      assertThat(job.events()).contains("Reserved", "Labeling", "Completed", "ResultsExact");
    }
  }
}
