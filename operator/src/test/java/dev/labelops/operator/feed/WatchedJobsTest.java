package dev.labelops.operator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.CpuTime;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.status.FailedObservations;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchedJobsTest {
  private static final ResourceID A = new ResourceID("a", "ns");
  private static final ResourceID B = new ResourceID("b", "ns");
  private static final Instant START = Instant.parse("2026-03-04T09:00:00Z");
  private static final Instant OLD = START.plus(WatchedJobs.YOUNG).plusSeconds(1);

  private final WatchedJobs jobs = new WatchedJobs();

  private List<ResourceID> sweep(Instant now, RemoteLabelingJob... listed) {
    jobs.begin(now);
    List<ResourceID> woken = new ArrayList<>(jobs.seen(List.of(listed), now));
    woken.addAll(jobs.complete(now));
    return woken;
  }

  private Sighting sighting(String name) {
    return jobs.sighting(name).orElseThrow();
  }

  @Test
  void onlyWhoseNewsChangedIsWoken() {
    jobs.add("job-a", A, START);
    jobs.add("job-b", B, START);
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1), Jobs.inProgress("job-b", 1)))
        .containsExactlyInAnyOrder(A, B);
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1), Jobs.inProgress("job-b", 1))).isEmpty();
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1), Jobs.inProgress("job-b", 2)))
        .containsExactly(B);
    assertThat(sighting("job-b").job()).contains(Jobs.inProgress("job-b", 2));
  }

  @Test
  void aNewStateIsNewsAndLastModifiedTimeAloneIsNone() {
    jobs.add("job-a", A, START);
    sweep(OLD, Jobs.inProgress("job-a", 1));
    assertThat(sweep(OLD, Jobs.job("job-a", LabelingJobState.InProgress, 1, START.plusSeconds(99))))
        .isEmpty();
    assertThat(sweep(OLD, Jobs.job("job-a", LabelingJobState.Stopping, 1, START)))
        .containsExactly(A);
  }

  @Test
  void jobsOfOthersAndSimilarNamesArePassedOver() {
    jobs.add("job-a", A, START);
    assertThat(sweep(OLD, Jobs.inProgress("job-a-2", 1), Jobs.inProgress("JOB-A", 1))).isEmpty();
    assertThat(sighting("job-a").job()).isEmpty();
    assertThat(jobs.sighting("job-a-2")).isEmpty();
  }

  @Test
  void aJobThatLeftTheListsIsDescribedAtOnce() {
    jobs.add("job-a", A, START);
    sweep(OLD, Jobs.inProgress("job-a", 1));
    assertThat(sweep(OLD)).containsExactly(A);
    assertThat(sighting("job-a").describe()).isTrue();
    assertThat(sighting("job-a").missedSweeps()).isEqualTo(1);
    assertThat(sighting("job-a").job()).as("what was seen last stays known").isPresent();
  }

  @Test
  void aYoungJobIsDescribedWhenASweepMissesIt() {
    jobs.add("job-a", A, START);
    assertThat(sweep(START.plusSeconds(5))).containsExactly(A);
    assertThat(sighting("job-a").describe()).isTrue();
  }

  @Test
  void aJobThatWasNeverListedMustBeMissedTwice() {
    jobs.add("job-a", A, START);
    assertThat(sweep(OLD)).isEmpty();
    assertThat(sighting("job-a").describe()).isFalse();
    assertThat(sweep(OLD)).containsExactly(A);
    assertThat(sighting("job-a").describe()).isTrue();
  }

  @Test
  void aMissingJobIsAskedForEverMoreRarely() {
    jobs.add("job-a", A, START);
    List<Integer> wokenAt = new ArrayList<>();
    for (int missed = 1; missed <= 40; missed++) {
      if (!sweep(OLD).isEmpty()) {
        wokenAt.add(missed);
      }
    }
    assertThat(wokenAt).containsExactly(2, 4, 8, 16, 32);
  }

  @Test
  void aJobThatComesBackIsNews() {
    jobs.add("job-a", A, START);
    sweep(OLD, Jobs.inProgress("job-a", 1));
    sweep(OLD);
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1))).containsExactly(A);
    assertThat(sighting("job-a").describe()).isFalse();
    assertThat(sighting("job-a").missedSweeps()).isZero();
  }

  @Test
  void aSweepCannotMissAJobThatWasAddedMeanwhile() {
    jobs.add("job-a", A, START);
    jobs.begin(OLD);
    jobs.add("job-b", B, START);
    jobs.seen(List.of(Jobs.inProgress("job-a", 1)), START);
    assertThat(jobs.allSeen()).isTrue();
    assertThat(jobs.complete(START)).isEmpty();
    assertThat(sighting("job-b").missedSweeps()).isZero();
  }

  @Test
  void aJobOnTwoPagesCountsOnce() {
    jobs.add("job-a", A, START);
    jobs.add("job-b", B, START);
    jobs.begin(OLD);
    jobs.seen(List.of(Jobs.inProgress("job-a", 1)), START);
    jobs.seen(List.of(Jobs.inProgress("job-a", 1)), START);
    assertThat(jobs.allSeen()).isFalse();
  }

  @Test
  void aFailedSweepConcludesNothingAndTheThirdMakesKnowledgeOld() {
    jobs.add("job-a", A, START);
    sweep(OLD, Jobs.inProgress("job-a", 1));
    CloudFailure failure =
        new CloudFailure(
            ErrorClass.THROTTLED, "sagemaker:ListLabelingJobs", "Throttling", "slow down", null);
    assertThat(jobs.failed(failure, START)).isEmpty();
    assertThat(jobs.failed(failure, START)).isEmpty();
    assertThat(sighting("job-a").stale()).isFalse();
    assertThat(jobs.failed(failure, START)).as("told once").containsExactly(A);
    assertThat(jobs.failed(failure, START)).isEmpty();
    assertThat(sighting("job-a").stale()).isTrue();
    assertThat(sighting("job-a").missedSweeps()).isZero();
    assertThat(sighting("job-a").failed()).contains(new FailedObservations(failure, START, 4));
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1))).as("told when cured").containsExactly(A);
    assertThat(sighting("job-a").failed()).isEmpty();
  }

  @Test
  void twoObjectsMayWaitForOneJob() {
    jobs.add("job-a", A, START);
    jobs.add("job-a", B, START);
    assertThat(jobs.size()).isEqualTo(1);
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 1))).containsExactlyInAnyOrder(A, B);
    jobs.remove("job-a", A);
    assertThat(sweep(OLD, Jobs.inProgress("job-a", 2))).containsExactly(B);
    jobs.remove("job-a", B);
    assertThat(jobs.size()).isZero();
  }

  @Test
  void tenThousandJobsWithoutNewsWakeNobodyInLittleTime() {
    List<RemoteLabelingJob> listed = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      jobs.add("job-" + i, new ResourceID("job-" + i, "ns"), START);
      listed.add(Jobs.inProgress("job-" + i, 1));
    }
    RemoteLabelingJob[] all = listed.toArray(RemoteLabelingJob[]::new);
    assertThat(sweep(OLD, all)).hasSize(10_000);
    Duration spent =
        CpuTime.of(
            () -> {
              for (int i = 0; i < 20; i++) {
                assertThat(sweep(OLD, all)).isEmpty();
              }
            });
    assertThat(spent)
        .as("20 sweeps of 10,000 jobs without news")
        .isLessThan(Duration.ofSeconds(10));
  }

  private static RemoteLabelingJob modified(String name, long labeled, int second) {
    return Jobs.job(name, LabelingJobState.InProgress, labeled, START.plusSeconds(second));
  }

  private List<ResourceID> quickSweep(Instant now, RemoteLabelingJob... listed) {
    jobs.beginQuick(now);
    List<ResourceID> woken = jobs.seenModified(List.of(listed), now);
    jobs.completeQuick();
    return woken;
  }

  @Test
  void quickSweepsAreEnoughOnceACounterMovedWithTheTime() {
    jobs.add("job-a", A, START);
    sweep(OLD, modified("job-a", 1, 100));
    assertThat(jobs.modifiedAfter()).isEmpty();

    sweep(OLD, modified("job-a", 2, 110));

    assertThat(jobs.modifiedAfter()).contains(START.plusSeconds(100).minus(ModifiedHint.OVERLAP));
    assertThat(quickSweep(OLD, modified("job-a", 3, 120))).containsExactly(A);
    assertThat(quickSweep(OLD, modified("job-a", 3, 120))).as("seen again").isEmpty();
    assertThat(sweep(OLD, modified("job-a", 3, 120))).as("confirmed").isEmpty();
  }

  @Test
  void aCounterThatMovedWithoutTheTimeEndsTheQuickSweeps() {
    jobs.add("job-a", A, START);
    sweep(OLD, modified("job-a", 1, 100));
    sweep(OLD, modified("job-a", 2, 110));

    assertThat(sweep(OLD, modified("job-a", 3, 110))).containsExactly(A);

    assertThat(jobs.modifiedAfter()).isEmpty();
    sweep(OLD, modified("job-a", 4, 130));
    assertThat(jobs.modifiedAfter()).as("for good").isEmpty();
  }

  @Test
  void aJobThatWasNeverListedNeedsASweep() {
    jobs.add("job-a", A, START);
    sweep(OLD, modified("job-a", 1, 100));
    sweep(OLD, modified("job-a", 2, 110));
    jobs.add("job-b", B, OLD);

    assertThat(jobs.modifiedAfter()).isEmpty();
  }

  @Test
  void afterAFailureASweepIsNeeded() {
    jobs.add("job-a", A, START);
    sweep(OLD, modified("job-a", 1, 100));
    sweep(OLD, modified("job-a", 2, 110));

    jobs.failed(
        new CloudFailure(ErrorClass.THROTTLED, "sagemaker:ListLabelingJobs", "", "", null), START);

    assertThat(jobs.modifiedAfter()).isEmpty();
  }

  @Test
  void aJobThatEndedIsDescribedAndAbsenceFromAQuickSweepMeansNothing() {
    jobs.add("job-a", A, START);
    jobs.add("job-b", B, START);
    sweep(OLD, modified("job-a", 1, 100), modified("job-b", 1, 100));
    RemoteLabelingJob ended =
        Jobs.job("job-a", LabelingJobState.Completed, 9, START.plusSeconds(120));

    assertThat(quickSweep(OLD, ended)).containsExactly(A);
    assertThat(quickSweep(OLD, ended)).as("seen again").isEmpty();

    assertThat(sighting("job-a").describe()).isTrue();
    assertThat(sighting("job-a").job().orElseThrow().state())
        .isEqualTo(LabelingJobState.InProgress);
    assertThat(sighting("job-b").missedSweeps()).isZero();
  }
}
