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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every behaviour of the services that is not confirmed, and every way in which a call goes wrong:
 * the job ends the same, and is paid for once.
 */
class JobQuirksIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;
  private static LabelingWorker worker;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 2);
    worker = lab.worker(site);
  }

  @AfterAll
  static void stop() {
    worker.close();
    lab.close();
  }

  @AfterEach
  void noQuirks() {
    lab.quirks("{}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not-found | {\"jobNotFoundAsResourceNotFound\": true}",
        "unseen | {\"describeBlindFor\": \"PT3S\"}",
        "blind-lost | {\"describeBlindFor\": \"PT3S\", \"faults\":"
            + " [{\"operation\": \"CreateLabelingJob\", \"kind\": \"LOSE_ANSWER\", \"times\": 1}]}",
        "empty-pages | {\"emptyPages\": true}",
        "still | {\"lastModifiedStandsStill\": true}",
        "late-files | {\"outputDelay\": \"PT3S\"}",
        "zeros | {\"zeroCountersFor\": \"PT3S\"}",
        "lost-create | {\"faults\":"
            + " [{\"operation\": \"CreateLabelingJob\", \"kind\": \"LOSE_ANSWER\", \"times\": 2}]}",
        "failed-create | {\"faults\":"
            + " [{\"operation\": \"CreateLabelingJob\", \"kind\": \"FAIL\", \"times\": 7}]}",
        "throttled | {\"faults\": [{\"operation\": \"*\", \"kind\": \"THROTTLE\", \"times\": 8}]}",
        "denied | {\"faults\":"
            + " [{\"operation\": \"CreateLabelingJob\", \"kind\": \"DENY\", \"times\": 1}]}",
        "slow | {\"faults\": [{\"operation\": \"DescribeLabelingJob\", \"kind\": \"SLOW\","
            + " \"times\": 3, \"delay\": \"PT2S\"}]}",
        "lost-put | {\"faults\":"
            + " [{\"operation\": \"s3:PutObject\", \"kind\": \"LOSE_ANSWER\", \"times\": 1}]}"
      })
  void endsTheSame(String name, String quirks) {
    JobObject job = new JobObject(namespace, site, "quirk-" + name);
    lab.quirks(quirks);
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none())) {
      job.apply("type: TextMultiClass", "texts");
      LabelingJobStatus status = job.await("ResultsComplete", "True");
      assertThat(status.phase()).isEqualTo(Phase.Completed);
      assertThat(status.results().humanLabeled()).isEqualTo(2);
      assertThat(lab.jobs(site))
          .filteredOn(j -> j.labelingJobName().startsWith("quirk-" + name + "-"))
          .hasSize(1);
    }
  }
}
