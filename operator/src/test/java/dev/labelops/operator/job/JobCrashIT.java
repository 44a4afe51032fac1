package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator dies before and after each AWS call and each status write of a job's whole life; a
 * fresh one takes over. Each time the end is the undisturbed one, with exactly one paid job.
 */
class JobCrashIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;
  private static LabelingWorker worker;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 1);
    worker = lab.worker(site);
  }

  @AfterAll
  static void stop() {
    worker.close();
    lab.close();
  }

  @TestFactory
  Stream<DynamicTest> endsAsIfNothingHadHappened() {
    List<String> undisturbed = live("undisturbed", CrashPoints.none());
    List<DynamicTest> tests = new ArrayList<>();
    for (int point = 0; point < undisturbed.size(); point++) {
      String call = undisturbed.get(point);
      // When a sweep comes is a matter of time, and it changes nothing.
      if (!call.equals("SageMaker:ListLabelingJobs")) {
        for (CrashPoints.Side side : CrashPoints.Side.values()) {
          int at = point;
          tests.add(
              DynamicTest.dynamicTest(
                  side + " " + point + " " + call, () -> live("crash-" + at + side, at, side)));
        }
      }
    }
    return tests.stream();
  }

  @Test
  void aRunThatWasRaisedInTheDarkDoesNotLeaveThePaidJobBehind() throws InterruptedException {
    int create = live("before-raised", CrashPoints.none()).indexOf("SageMaker:CreateLabelingJob");
    CrashPoints calls = CrashPoints.at(create, CrashPoints.Side.AFTER);
    JobObject job = new JobObject(namespace, site, "raised");
    OperatorUnderTest operator = JobObject.operator(namespace, site, calls);
    try {
      job.apply("type: TextMultiClass", "texts");
      assertThat(calls.awaitCrash(30)).isTrue();
      operator.close();
      String paid = job.get().getStatus().jobName();
      job.edit(
          j -> {
            j.setSpec(JobObject.withRun(j.getSpec(), 2));
            return j;
          });
      operator = JobObject.operator(namespace, site, CrashPoints.none());
      LabelingJobStatus status =
          job.awaitStatus(
              "the end of run 2",
              seen ->
                  Integer.valueOf(2).equals(seen.run())
                      && Conditions.isTrue(seen.conditions(), ConditionType.Complete));
      assertThat(status.attempts())
          .as("run 1 was taken on and followed to its end")
          .singleElement()
          .satisfies(
              earlier -> {
                assertThat(earlier.jobName()).isEqualTo(paid);
                assertThat(earlier.result()).isEqualTo("Completed");
              });
      job.delete();
      job.awaitGone();
    } finally {
      operator.close();
    }
  }

  private static void live(String name, int point, CrashPoints.Side side) {
    live(name.toLowerCase(), CrashPoints.at(point, side));
  }

  /** Lives a job to its end, with a restart when the operator dies on the way. */
  private static List<String> live(String name, CrashPoints calls) {
    JobObject job = new JobObject(namespace, site, name);
    OperatorUnderTest operator = JobObject.operator(namespace, site, calls);
    try {
      job.apply("type: TextMultiClass", "texts");
      if (job.endsOrCrashes(calls)) {
        operator.close();
        operator = JobObject.operator(namespace, site, CrashPoints.none());
      }
      LabelingJobStatus status = job.await("ResultsComplete", "True");
      assertThat(status.phase()).isEqualTo(Phase.Completed);
      assertThat(status.results().humanLabeled()).isEqualTo(1);
      assertThat(lab.jobs(site))
          .as("paid jobs of this object")
          .filteredOn(j -> j.labelingJobName().startsWith(name + "-"))
          .singleElement()
          .satisfies(j -> assertThat(j.labelingJobName()).isEqualTo(status.jobName()));
      job.delete();
      job.awaitGone();
      return calls.calls();
    } finally {
      operator.close();
    }
  }
}
