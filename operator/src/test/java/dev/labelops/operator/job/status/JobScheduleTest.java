package dev.labelops.operator.job.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a job is looked at again although nothing wakes it. */
class JobScheduleTest {
  private static Optional<Duration> next(JobObservation seen, JobAction action) {
    return JobSchedule.next(seen, action, Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "8, 2", "80, 10", "800, 60", "28800, 60"})
  void aDeletionThatTakesLongIsLookedAtMoreSeldom(int blockedForSeconds, int seconds) {
    Condition blocked =
        new Condition(
            "DeletionBlocked",
            "True",
            1L,
            Samples.NOW.minusSeconds(blockedForSeconds).toString(),
            "Stopping",
            "waits");
    JobObservation seen =
        Samples.as(
            Samples.seen(
                Samples.spec(),
                new JobStatusDraft(Samples.started(Samples.spec())).build(1L, List.of(blocked))),
            true,
            false);

    assertThat(next(seen, new JobAction.BlockDeletion(Reason.Stopping, "waits")))
        .contains(Duration.ofSeconds(seconds));
  }

  @Test
  void aDeletionIsLookedAtAsSoonAsNothingCanBeUnderWayAnyMore() {
    JobAction waits = new JobAction.BlockDeletion(Reason.DeletionBlocked, "waits");
    Condition blocked =
        new Condition(
            "DeletionBlocked",
            "True",
            1L,
            Samples.NOW.minusSeconds(80).toString(),
            "DeletionBlocked",
            "waits");
    ObservationDraft draft =
        Samples.seen(
            Samples.spec(), new JobStatusDraft(Samples.NO_STATUS).build(1L, List.of(blocked)));
    draft.settled = Samples.NOW.plusSeconds(3);
    assertThat(next(Samples.as(draft, true, false), waits))
        .as("not after the ten seconds that so old a deletion waits else")
        .contains(Duration.ofSeconds(3));

    draft.remote = new Remote.Absent(Samples.NOW.minusSeconds(25));
    assertThat(next(Samples.as(draft, true, false), waits)).contains(Duration.ofSeconds(5));
  }

  @Test
  void aStopThatHasToWaitDoesNotDependOnNews() {
    ObservationDraft seen =
        Samples.running(Samples.spec("stop: true"), LabelingJobState.Initializing);
    JobAction track = JobDecider.decide(seen.build());

    assertThat(next(seen.build(), track)).contains(Duration.ofMinutes(1));
    ObservationDraft working = Samples.running(Samples.spec(), LabelingJobState.InProgress);
    assertThat(next(working.build(), JobDecider.decide(working.build())))
        .as("the feed wakes it")
        .isEmpty();
  }
}
