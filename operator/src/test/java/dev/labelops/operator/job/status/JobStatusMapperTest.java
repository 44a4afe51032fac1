package dev.labelops.operator.job.status;

import static dev.labelops.operator.job.Samples.failure;
import static dev.labelops.operator.job.Samples.reservedAndAbsent;
import static dev.labelops.operator.job.Samples.running;
import static dev.labelops.operator.job.Samples.seen;
import static dev.labelops.operator.job.Samples.spec;
import static dev.labelops.operator.job.Samples.started;
import static dev.labelops.operator.job.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.LabelCounters;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.Samples;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.look.OutputLook;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.Reservation;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.FailureStreak;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Design section 4: phase and conditions after each thing that can happen. */
class JobStatusMapperTest {
  private static final LabelingJobSpec PLAIN = spec();

  private static LabelingJobStatus after(JobObservation seen, JobOutcome outcome, Duration since) {
    return JobStatusMapper.map(seen, JobDecider.decide(seen), outcome, since);
  }

  private static LabelingJobStatus after(ObservationDraft seen) {
    return after(seen.build(), JobOutcome.DONE, Duration.ZERO);
  }

  private static String ready(LabelingJobStatus status) {
    Condition ready = Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
    return ready.status()
        + " "
        + ready.reason()
        + (Conditions.isTrue(status.conditions(), ConditionType.Reconciling) ? " Reconciling" : "")
        + (Conditions.isTrue(status.conditions(), ConditionType.Stalled) ? " Stalled" : "");
  }

  @Test
  void writesTheReservationAndNothingElse() {
    LabelingJobStatus status = after(Samples.ready(PLAIN));
    assertThat(status.jobName()).startsWith("logos-");
    assertThat(status.requestHash()).isNotNull();
    assertThat(status.input()).isEqualTo(Samples.INPUT);
    assertThat(status.jobArn()).isNull();
    assertThat(status.phase()).isEqualTo(Phase.Pending);
    assertThat(ready(status)).isEqualTo("False Reserved Reconciling");
    assertThat(Conditions.isTrue(status.conditions(), ConditionType.InputsReady)).isTrue();
  }

  @Test
  void keepsTheArnOfTheCreatedJob() {
    LabelingJobStatus status =
        after(reservedAndAbsent(PLAIN).build(), JobOutcome.created("arn:x"), Duration.ZERO);
    assertThat(status.jobArn()).isEqualTo("arn:x");
    assertThat(status.phase()).isEqualTo(Phase.Initializing);
    assertThat(ready(status)).isEqualTo("False Initializing Reconciling");
    assertThat(Conditions.isTrue(status.conditions(), ConditionType.Started)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "Initializing, Initializing, False Initializing Reconciling",
    "InProgress, InProgress, True Labeling",
    "Stopping, Stopping, False Stopping Reconciling",
    "Completed, Completed, True Completed",
    "Failed, Failed, False LabelingFailed Stalled",
    "Stopped, Stopped, False StoppedExternally Stalled"
  })
  void followsTheService(LabelingJobState state, Phase phase, String expected) {
    LabelingJobStatus status = after(running(PLAIN, state));
    assertThat(status.phase()).isEqualTo(phase);
    assertThat(ready(status)).isEqualTo(expected);
    assertThat(Conditions.isTrue(status.conditions(), ConditionType.Finished))
        .isEqualTo(state.ended());
    assertThat(Conditions.isTrue(status.conditions(), ConditionType.Complete))
        .isEqualTo(state == LabelingJobState.Completed);
  }

  @Test
  void aWishedStopIsReady() {
    LabelingJobStatus status = after(running(spec("stop: true"), LabelingJobState.Stopped));
    assertThat(ready(status)).isEqualTo("True Stopped");
    assertThat(Conditions.find(status.conditions(), ConditionType.Complete))
        .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("False"));
  }

  @ParameterizedTest
  @CsvSource({
    "THROTTLED, 0, False Reserved Reconciling",
    "TRANSIENT, 5, False Reserved Reconciling",
    "DENIED, 1, False AccessDenied Reconciling",
    "DENIED, 3, False AccessDenied Stalled",
    "QUOTA, 9, False QuotaExceeded Reconciling",
    "INVALID, 1, False Refused Reconciling",
    "INVALID, 3, False Refused Stalled",
    "EXISTS, 1, False Creating Reconciling",
    "EXISTS, 3, False NameTaken Stalled"
  })
  void saysWhatAwsSaidBeforeTheStart(ErrorClass errorClass, int minutes, String expected) {
    LabelingJobStatus reserved = after(Samples.ready(PLAIN));
    ObservationDraft seen = seen(PLAIN, reserved);
    seen.planning = new Planning.Planned(Samples.plan(PLAIN, 1));
    seen.remote = new Remote.Absent(Samples.NOW);
    LabelingJobStatus status =
        after(
            seen.build(),
            JobOutcome.failed(failure(errorClass, "sagemaker:CreateLabelingJob")),
            Duration.ofMinutes(minutes));
    assertThat(ready(status)).isEqualTo(expected);
    assertThat(status.phase()).isEqualTo(Phase.Pending);
  }

  @Test
  void givesTheNameBackWhenTheRequestIsRefusedForGood() {
    JobOutcome refused =
        JobOutcome.failed(failure(ErrorClass.INVALID, "sagemaker:CreateLabelingJob"));
    assertThat(after(reservedAndAbsent(PLAIN).build(), refused, Duration.ofMinutes(3)).jobName())
        .as("so that the specification can be corrected")
        .isNull();
    assertThat(after(reservedAndAbsent(PLAIN).build(), refused, Duration.ofMinutes(1)).jobName())
        .isNotNull();
  }

  @Test
  void staysAsItWasWhileTheServiceDoesNotAnswer() {
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    ObservationDraft seen = seen(PLAIN, before);
    seen.failure = Optional.of(failure(ErrorClass.THROTTLED, "sagemaker:DescribeLabelingJob"));
    assertThat(after(seen)).isEqualTo(before);
  }

  @Test
  void saysSinceWhenAServiceHasNotAnsweredAndTakesItBack() {
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    MissedLooks missed =
        new MissedLooks(
            failure(ErrorClass.TRANSIENT, "sagemaker:DescribeLabelingJob"),
            Samples.NOW.minusSeconds(20),
            3);
    LabelingJobStatus silent = synced(before, before, Optional.of(missed), Samples.NOW);
    assertThat(Conditions.find(silent.conditions(), ConditionType.Synced))
        .hasValueSatisfying(
            c -> {
              assertThat(c.status()).isEqualTo("Unknown");
              assertThat(c.reason()).isEqualTo("Unreachable");
              assertThat(c.message()).contains("sagemaker:DescribeLabelingJob has failed since 2");
            });
    assertThat(ready(silent)).isEqualTo(ready(before));
    LabelingJobStatus answered =
        synced(silent, after(seen(PLAIN, silent)), Optional.empty(), Samples.NOW.plusSeconds(9));
    assertThat(Conditions.find(answered.conditions(), ConditionType.Synced))
        .as("the next sweep says the rest")
        .isEmpty();
  }

  private static LabelingJobStatus synced(
      LabelingJobStatus before,
      LabelingJobStatus after,
      Optional<MissedLooks> missed,
      Instant now) {
    return FailureStatus.with(
        after, 1L, MissedLooks.told(before.conditions(), after.conditions(), missed, 1L, now));
  }

  @Test
  void roundsThatCannotBeCountedAreTold() {
    OutputLook failed =
        new OutputLook(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(failure(ErrorClass.DENIED, "s3:ListBucket")));
    LabelingJobStatus told =
        after(
            with(running(PLAIN, LabelingJobState.InProgress), s -> s.output = Optional.of(failed)));
    assertThat(Conditions.find(told.conditions(), ConditionType.ResultsRead))
        .hasValueSatisfying(
            c -> {
              assertThat(c.reason()).isEqualTo("ResultsUnreadable");
              assertThat(c.message()).contains("s3:ListBucket");
            });
    OutputLook good =
        new OutputLook(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    LabelingJobStatus healed =
        after(
            with(
                seen(PLAIN, told),
                s -> {
                  s.remote = running(PLAIN, LabelingJobState.InProgress).remote;
                  s.output = Optional.of(good);
                }));
    assertThat(Conditions.find(healed.conditions(), ConditionType.ResultsRead)).isEmpty();
  }

  @Test
  void saysThatSweepsWereMissed() {
    ObservationDraft seen =
        with(
            seen(PLAIN, started(PLAIN)),
            s -> s.failedSweeps = Optional.of(Samples.failedSweeps(ErrorClass.TRANSIENT)));
    LabelingJobStatus status = after(seen);
    assertThat(Conditions.find(status.conditions(), ConditionType.Synced))
        .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("Unknown"));
    assertThat(ready(status)).as("what was seen stays").isEqualTo("True Labeling");
  }

  @Test
  void missedSweepsSayWhyAndWhatToDoOnce() {
    ObservationDraft denied =
        with(
            seen(PLAIN, started(PLAIN)),
            s -> {
              s.failedSweeps = Optional.of(Samples.failedSweeps(ErrorClass.DENIED));
            });
    LabelingJobStatus status = after(denied);
    assertThat(Conditions.find(status.conditions(), ConditionType.Synced))
        .hasValueSatisfying(
            c ->
                assertThat(c.message())
                    .contains("has failed since " + Samples.NOW + " (Code: said AWS)")
                    .endsWith("Grant sagemaker:ListLabelingJobs to the operator's role."));
    ObservationDraft later =
        with(
            seen(PLAIN, status),
            s -> {
              s.failedSweeps = Optional.of(Samples.failedSweeps(ErrorClass.TRANSIENT));
            });
    assertThat(after(later)).as("no news").isEqualTo(status);
  }

  @Test
  void nothingSeenIsNotSaidToBeSeen() {
    LabelingJobStatus unknown =
        after(
            with(
                seen(PLAIN, started(PLAIN)),
                s -> s.failedSweeps = Optional.of(Samples.failedSweeps(ErrorClass.TRANSIENT))));
    LabelingJobStatus restarted = after(seen(PLAIN, unknown));
    assertThat(Conditions.find(restarted.conditions(), ConditionType.Synced))
        .as("no sweep of the new process has come back yet")
        .hasValueSatisfying(c -> assertThat(c.status()).isEqualTo("Unknown"));
  }

  @Test
  void theEndOfAnEarlierRunIsNotTheEndOfTheNext() {
    LabelingJobStatus first = after(running(PLAIN, LabelingJobState.Completed));
    ObservationDraft raised =
        with(
            seen(spec("run: 2"), first),
            s -> s.planning = new Planning.Blocked(Reason.WaitingForWorkforce, "no team"));
    LabelingJobStatus waiting = after(raised);

    assertThat(ready(waiting)).isEqualTo("False WaitingForWorkforce Reconciling");
    assertThat(waiting.phase()).isEqualTo(Phase.Pending);
    assertThat(Conditions.find(waiting.conditions(), ConditionType.Complete)).isEmpty();
    assertThat(Conditions.find(waiting.conditions(), ConditionType.Finished)).isEmpty();
    assertThat(waiting.attempts())
        .singleElement()
        .satisfies(
            earlier -> {
              assertThat(earlier.run()).isEqualTo(1);
              assertThat(earlier.result()).isEqualTo("Completed");
              assertThat(earlier.outputManifestUri()).isNotNull();
            });
    assertThat(after(with(seen(spec("run: 2"), waiting), s -> s.planning = raised.planning)))
        .as("no news")
        .isEqualTo(waiting);
  }

  @Test
  void agreeingToAStopKeepsWhatWasRead() {
    LabelingJobStatus stopped = after(running(PLAIN, LabelingJobState.Stopped));
    LabelingJobStatus agreed = after(seen(spec("stop: true"), stopped));

    assertThat(ready(agreed)).isEqualTo("True Stopped");
    assertThat(agreed.completionTime()).isEqualTo(stopped.completionTime());
    assertThat(agreed.outputManifestUri()).isEqualTo(stopped.outputManifestUri());
    assertThat(after(seen(spec("stop: true"), agreed))).as("said once").isEqualTo(agreed);
  }

  @Test
  void aRefusalStandsWhileTheSameRequestIsTriedAgain() {
    JobOutcome refused =
        JobOutcome.failed(failure(ErrorClass.INVALID, "sagemaker:CreateLabelingJob"));
    LabelingJobStatus stalled =
        after(reservedAndAbsent(PLAIN).build(), refused, Duration.ofMinutes(3));
    ObservationDraft again = Samples.ready(PLAIN);
    LabelingJobStatus reserved =
        JobStatusMapper.map(
            with(seen(PLAIN, stalled), s -> s.remote = again.remote).build(),
            new JobAction.ReserveName(Samples.plan(PLAIN, 1).reserve(Samples.INPUT), Samples.CLEAN),
            JobOutcome.DONE,
            Duration.ZERO);

    assertThat(ready(reserved)).isEqualTo("False Refused Stalled");
    assertThat(failingFor(reserved, ErrorClass.INVALID))
        .as("and the next refusal counts as what it is")
        .isEqualTo(FailurePolicy.DENIED_PATIENCE);
    assertThat(failingFor(reserved, ErrorClass.DENIED)).isEqualTo(Duration.ZERO);
  }

  private static Duration failingFor(LabelingJobStatus before, ErrorClass errorClass) {
    return FailurePolicy.JOB.failingFor(
        before.conditions(),
        FailureStreak.first(failure(errorClass, "sagemaker:CreateLabelingJob"), Samples.NOW, 0));
  }

  @Test
  void aJobThatIsNotFoundIsNoMissingBucket() {
    ObservationDraft seen = running(spec("stop: true"), LabelingJobState.InProgress);
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    LabelingJobStatus status =
        JobStatusMapper.map(
            with(Samples.seen(spec("stop: true"), before), s -> s.remote = seen.remote).build(),
            new JobAction.StopJob(
                Samples.remote("logos-x", LabelingJobState.InProgress),
                new JobMark(Samples.OWNER, 1, 1, "hash", false),
                JobMark.StopReason.WISH),
            JobOutcome.failed(failure(ErrorClass.NOT_FOUND, "sagemaker:StopLabelingJob")),
            Duration.ZERO);
    assertThat(ready(status)).isEqualTo("True Labeling");
  }

  @Test
  void whatANewerOperatorSaidDoesNotStopThisOne() {
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    List<Condition> strange = new ArrayList<>(before.conditions());
    strange.add(new Condition("Blessed", "True", 1L, "2026-05-04T09:30:00Z", "ByTheMoon", "yes"));
    strange.add(
        new Condition("ResultsRead", "False", 1L, "2026-05-04T09:30:00Z", "ByTheMoon", "no"));
    LabelingJobStatus newer = new JobStatusDraft(before).build(1L, strange);

    assertThat(ready(after(seen(PLAIN, newer)))).isEqualTo("True Labeling");
  }

  @Test
  void countersKeepTheTimeTheyWereFirstSeen() {
    LabelingJobStatus first = after(running(PLAIN, LabelingJobState.InProgress));
    assertThat(first.counters().observedAt()).isEqualTo("2026-05-04T10:00:00Z");
    assertThat(first.progress()).isEqualTo("10%");
    assertThat(first.counters().objects()).isEqualTo(60);
    ObservationDraft again = seen(PLAIN, first);
    again.remote = Samples.found(PLAIN, LabelingJobState.InProgress, Remote.Mark.UNREAD);
    assertThat(after(again)).as("no news, no write").isEqualTo(first);
  }

  @Test
  void zeroCountersAfterTheStartAreNotKnowledge() {
    ObservationDraft seen = seen(PLAIN, started(PLAIN));
    RemoteLabelingJob job = Samples.remote("x", LabelingJobState.InProgress);
    seen.remote =
        new Remote.Found(
            new RemoteLabelingJob(
                job.name(),
                job.arn(),
                job.state(),
                new LabelCounters(0L, 0L, 0L, 0L, 0L),
                job.failureReason(),
                job.outputManifestUri(),
                job.finalModelArn(),
                job.outputUri(),
                job.inputManifestUri(),
                job.labelAttributeName(),
                job.creationTime(),
                job.lastModifiedTime()),
            Remote.Mark.UNREAD,
            Optional.empty());
    LabelingJobStatus status = after(seen);
    assertThat(status.counters().unlabeled()).isNull();
    assertThat(status.progress()).isEqualTo("0%");
  }

  @Test
  void aPausedObjectKeepsItsStatus() {
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    LabelingJobStatus status = JobStatusMapper.frozen(seen(PLAIN, before).build());
    assertThat(ready(status)).isEqualTo("True Labeling Reconciling");
    ObservationDraft resumed = seen(PLAIN, status);
    assertThat(ready(after(resumed))).isEqualTo("True Labeling");
  }

  @Test
  void aDeletionThatIsPausedSaysSo() {
    LabelingJobStatus before = after(running(PLAIN, LabelingJobState.InProgress));
    LabelingJobStatus status = JobStatusMapper.frozen(Samples.as(seen(PLAIN, before), true, false));

    assertThat(Conditions.find(status.conditions(), ConditionType.DeletionBlocked))
        .hasValueSatisfying(
            blocked -> {
              assertThat(blocked.reason()).isEqualTo("Paused");
              assertThat(blocked.message()).contains("labelops.dev/force-orphan");
            });
    assertThat(ready(status)).isEqualTo("True Labeling");
  }

  @Test
  void theHistoryDoesNotGrowWithoutEnd() {
    JobStatusDraft draft = new JobStatusDraft(started(PLAIN));
    for (int run = 1; run <= 60; run++) {
      draft.reserve(new Reservation(run, 1, "job-" + run, Samples.SCOPE, null, "h", null), null);
      draft.jobArn = Samples.arn("job-" + run);
    }
    assertThat(draft.attempts).hasSize(JobStatusDraft.KEPT);
    assertThat(draft.attempts.getLast().jobName()).as("the latest").isEqualTo("job-59");
  }

  @Test
  void theNextAttemptKeepsTheHistoryAndForgetsTheRest() {
    LabelingJobSpec retries = spec("retry: {maxAttempts: 2}");
    ObservationDraft seen = running(retries, LabelingJobState.Failed);
    seen.chainable = Optional.of(true);
    seen.planning = new Planning.Planned(Samples.plan(retries, 2));
    seen.input = new InputSource.Ready(Samples.INPUT);
    LabelingJobStatus status = after(seen);
    assertThat(status.attempt()).isEqualTo(2);
    assertThat(status.jobArn()).isNull();
    assertThat(status.attempts())
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.result()).isEqualTo("Failed");
              assertThat(a.failureReason()).isEqualTo("ClientError: no");
            });
    assertThat(ready(status)).isEqualTo("False Retrying Reconciling");
  }
}
