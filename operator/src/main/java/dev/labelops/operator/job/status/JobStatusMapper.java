package dev.labelops.operator.job.status;

import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobLeaving;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Preflight.Verdict;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.Reservation;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.Optional;

/** Old status, observation, action and outcome into the new status. Pure. */
public final class JobStatusMapper {
  private static final String DELETION_PAUSED =
      "Deletion waits because the annotation labelops.dev/reconcile is paused: remove it."
          + JobLeaving.WAY_OUT;

  private final JobObservation seen;
  private final JobStatusDraft draft;
  private final JobConditions conditions;

  private JobStatusMapper(JobObservation seen) {
    this.seen = seen;
    this.draft = new JobStatusDraft(seen.status());
    this.conditions = new JobConditions(seen.status().conditions());
  }

  /**
   * The status after a pass.
   *
   * @param failingFor how long the same call has failed without a break
   */
  public static LabelingJobStatus map(
      JobObservation seen, JobAction action, JobOutcome outcome, Duration failingFor) {
    JobStatusMapper mapper = new JobStatusMapper(seen);
    outcome
        .failure()
        .ifPresentOrElse(
            failure -> mapper.afterFailure(action, failure, failingFor),
            () -> mapper.afterSuccess(action, outcome, failingFor));
    return mapper.build(seen.object().generation());
  }

  /** A frozen object has not been looked at: what is shown belongs to the older generation. */
  public static LabelingJobStatus frozen(JobObservation unseen) {
    JobStatusMapper mapper = new JobStatusMapper(unseen);
    if (unseen.object().deleting()) {
      mapper.conditions.set(ConditionType.DeletionBlocked, "True", Reason.Paused, DELETION_PAUSED);
      return mapper.build(unseen.object().generation());
    }
    mapper.conditions.freeze();
    Long shown = unseen.status().observedGeneration();
    return mapper.build(shown == null ? unseen.object().generation() : shown);
  }

  private LabelingJobStatus build(long observedGeneration) {
    return draft.build(
        observedGeneration,
        conditions.over(seen.status().conditions(), observedGeneration, seen.now()));
  }

  private void afterSuccess(JobAction action, JobOutcome outcome, Duration failingFor) {
    switch (action) {
      case JobAction.Reject reject -> {
        pending(Phase.Pending);
        conditions.stalled(reject.reason(), reject.message());
        if (reject.reason() != Reason.NotAllowed && reject.reason() != Reason.InvalidSpec) {
          conditions.set(ConditionType.InputsReady, "False", reject.reason(), reject.message());
        }
      }
      case JobAction.WaitFor wait -> {
        pending(Phase.Pending);
        conditions.reconciling(wait.reason(), wait.message());
        conditions.set(ConditionType.InputsReady, "False", wait.reason(), wait.message());
      }
      case JobAction.Hold hold -> {
        pending(Phase.Held);
        conditions.reconciling(
            Reason.Held, "spec.hold is true: the labeling job is created once it is false.");
      }
      case JobAction.ReserveName reserve -> reserve(reserve);
      case JobAction.CopyManifest copy -> {
        pending(Phase.Pending);
        goingOn(
            Reason.Creating,
            "The manifest was checked and is copied to "
                + copy.copy().to()
                + ", so that what is labeled is what was checked.");
      }
      case JobAction.PublishAssets publish ->
          goingOn(Reason.Creating, "Labeling job '" + draft.jobName + "' is being created.");
      case JobAction.CreateJob create -> {
        draft.phase = Phase.Initializing;
        draft.jobArn = outcome.jobArn().orElse(null);
        started();
        conditions.reconciling(Reason.Initializing, initializing());
      }
      case JobAction.Adopt adopt -> {
        draft.reserve(adopt.reservation(), null);
        conditions.forgetJob();
        track(adopt.job());
      }
      case JobAction.RefuseTakeover refuse -> {
        pending(Phase.Pending);
        conditions.stalled(refuse.reason(), refuse.message());
      }
      case JobAction.Track track -> {
        track.job().ifPresent(this::track);
        track.output().ifPresent(look -> OutputStatus.whileRunning(draft, conditions, look));
        synced();
      }
      case JobAction.Conclude conclude -> conclude(conclude);
      case JobAction.AgreeToStop agree -> JobEnds.agreed(draft, conditions);
      case JobAction.ReadResults read -> OutputStatus.results(draft, conditions, read.output());
      case JobAction.StopJob stop -> {
        draft.phase = Phase.Stopping;
        conditions.reconciling(Reason.Stopping, stopping(stop.jobName()));
        if (seen.object().deleting()) {
          conditions.set(
              ConditionType.DeletionBlocked,
              "True",
              Reason.Stopping,
              JobLeaving.untilStopped(stop.jobName()));
        }
      }
      case JobAction.StartNextAttempt next -> {
        JobFacts.apply(draft, next.failed(), seen.now());
        draft.reserve(next.reservation(), "Failed");
        conditions.forgetJob();
        draft.phase = Phase.Pending;
        conditions.reconciling(
            Reason.Retrying,
            "Attempt "
                + (next.reservation().attempt() - 1)
                + " failed; attempt "
                + next.reservation().attempt()
                + " of "
                + seen.maxAttempts()
                + " continues from its output.");
      }
      case JobAction.AwaitCloud await -> afterFailure(await, await.failure(), failingFor);
      case JobAction.BlockDeletion block ->
          conditions.set(ConditionType.DeletionBlocked, "True", block.reason(), block.message());
      case JobAction.DeleteExpired expired -> {}
      case JobAction.ReleaseFinalizer release -> {}
      case JobAction.Nothing nothing -> {}
    }
  }

  /** Nothing is made of this run yet; what an earlier one came to would be taken for its end. */
  private void pending(Phase phase) {
    boolean earlierRun =
        seen.stage() == Stage.UNRESERVED
            ? draft.jobArn != null || conditions.has(ConditionType.Finished)
            : !seen.currentRun();
    if (earlierRun) {
      draft.reserve(new Reservation(seen.spec().run(), 1, null, null, null, null, null), null);
      conditions.forgetJob();
    }
    draft.phase = phase;
  }

  /** A refusal stands while the same request is only tried again. */
  private void goingOn(Reason reason, String message) {
    boolean refused =
        Conditions.find(seen.status().conditions(), ConditionType.Stalled)
            .filter(c -> c.reason().equals(Reason.Refused.name()))
            .filter(c -> Long.valueOf(seen.object().generation()).equals(c.observedGeneration()))
            .isPresent();
    if (!refused) {
      conditions.reconciling(reason, message);
    }
  }

  private void reserve(JobAction.ReserveName action) {
    draft.reserve(action.reservation(), null);
    conditions.forgetJob();
    draft.phase = Phase.Pending;
    goingOn(
        Reason.Reserved,
        "The name '" + draft.jobName + "' is written down; the labeling job is created next.");
    boolean unknowns =
        action.preflight().findings().stream().anyMatch(f -> f.verdict() == Verdict.UNKNOWN);
    conditions.set(
        ConditionType.InputsReady,
        "True",
        unknowns ? Reason.PartlyProved : Reason.Available,
        action.preflight().message());
  }

  private void started() {
    conditions.set(
        ConditionType.Started,
        "True",
        Reason.Creating,
        "Labeling job '" + draft.jobName + "' exists.");
  }

  private void track(RemoteLabelingJob job) {
    JobFacts.apply(draft, job, seen.now());
    started();
    switch (job.state()) {
      case Initializing -> {
        draft.phase = Phase.Initializing;
        conditions.reconciling(Reason.Initializing, initializing());
      }
      case InProgress -> {
        draft.phase = Phase.InProgress;
        conditions.ready(Reason.Labeling, labeling());
      }
      case Stopping -> {
        draft.phase = Phase.Stopping;
        conditions.reconciling(Reason.Stopping, stopping(draft.jobName));
      }
      case Completed, Failed, Stopped, Unknown -> {}
    }
  }

  private void synced() {
    if (seen.failedSweeps().isPresent()) {
      // Said once: what each further sweep dies of is no news.
      if (!conditions.has(ConditionType.Synced, Reason.SweepsMissed)) {
        conditions.set(
            ConditionType.Synced,
            "Unknown",
            Reason.SweepsMissed,
            FailureStatus.sweepsMissed(seen.failedSweeps().get()));
      }
    } else if (seen.remote() instanceof Remote.Absent) {
      conditions.set(
          ConditionType.Synced,
          "Unknown",
          Reason.Unknown,
          "sagemaker:DescribeLabelingJob does not find '" + draft.jobName + "'.");
    } else if (seen.remote() instanceof Remote.Found) {
      conditions.set(
          ConditionType.Synced, "True", Reason.Synced, "What is shown was seen in the last sweep.");
    }
  }

  private void conclude(JobAction.Conclude action) {
    action.job().ifPresent(job -> JobFacts.apply(draft, job, seen.now()));
    if (action.end() == JobAction.End.STOPPED_BEFORE_START) {
      Integer run = seen.spec().run();
      draft.reserve(new Reservation(run, 1, null, null, null, null, null), null);
      conditions.forgetJob();
    }
    action
        .job()
        .filter(job -> draft.outputManifestUri == null)
        .ifPresent(
            job ->
                draft.outputManifestUri =
                    OutputPaths.outputManifest(
                        job.outputUri().orElse(seen.spec().output().uri()), job.name()));
    draft.completionTime = JobFacts.completionTime(action.job(), seen.now());
    conditions.remove(ConditionType.Synced);
    JobEnds.write(draft, conditions, action.end(), seen.spec(), seen.notAllowed());
  }

  private void afterFailure(JobAction action, CloudFailure failure, Duration failingFor) {
    if (seen.object().deleting()) {
      conditions.set(
          ConditionType.DeletionBlocked,
          "True",
          Reason.DeletionBlocked,
          "Deletion waits: " + failure.sentence() + ". It is tried again." + JobLeaving.WAY_OUT);
      return;
    }
    if (seen.stage() == Stage.UNRESERVED) {
      pending(Phase.Pending);
    }
    boolean finalRefusal =
        FailureStatus.write(draft, conditions, seen.stage(), failure, failingFor);
    boolean firstAttempt = draft.attempt != null && draft.attempt == 1;
    if (finalRefusal && firstAttempt && action instanceof JobAction.CreateJob) {
      draft.unreserve();
    }
    if (seen.stage() == Stage.STARTED) {
      synced();
    }
  }

  private String initializing() {
    return "Ground Truth prepares labeling job '" + draft.jobName + "'.";
  }

  private static String stopping(String jobName) {
    return "Labeling job '" + jobName + "' finishes what people have in hand and stops.";
  }

  private String labeling() {
    String told = "Labeling job '" + draft.jobName + "' is in progress.";
    if (!seen.currentRun() && seen.stage() == Stage.STARTED) {
      return told
          + " It was created for run "
          + draft.run
          + ". Run "
          + seen.spec().run()
          + " begins when it has ended; set spec.stop: true to end it now.";
    }
    Optional<Remote.Found> found =
        seen.remote() instanceof Remote.Found f ? Optional.of(f) : Optional.empty();
    return seen.stopWished()
            && found.filter(f -> f.mark() != Remote.Mark.UNREAD && !f.ours()).isPresent()
        ? told + " spec.stop is not followed: the job was not made by this object."
        : told;
  }
}
