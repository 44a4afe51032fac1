package dev.labelops.operator.job.status;

import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the next pass comes if nothing else wakes the object. Pure. */
public final class JobSchedule {
  /** At once, through the queue, so that other objects have their turn. */
  public static final Duration NOW = Duration.ofMillis(1);

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private JobSchedule() {}

  /**
   * After a pass whose action did not fail.
   *
   * @param retry the delay that a failed look asks for; empty when none failed
   * @return empty: an event, the feed or the user wakes it
   */
  public static Optional<Duration> next(
      JobObservation seen, JobAction action, Optional<Duration> retry) {
    return switch (action) {
      case JobAction.Reject a ->
          a.reason() == Reason.NotAllowed || a.reason() == Reason.InvalidSpec
              ? unfinishedLook(seen, retry)
              : Optional.of(MINUTE);
      case JobAction.WaitFor a ->
          Optional.of(a.reason() == Reason.WaitingForTemplate ? Duration.ofSeconds(15) : MINUTE);
      case JobAction.Hold a -> Optional.empty();
      case JobAction.ReserveName a -> Optional.of(NOW);
      case JobAction.CopyManifest a -> Optional.of(NOW);
      case JobAction.PublishAssets a -> Optional.of(NOW);
      case JobAction.CreateJob a -> Optional.empty();
      case JobAction.Adopt a -> Optional.of(NOW);
      case JobAction.RefuseTakeover a -> Optional.empty();
      case JobAction.Track a -> whileRunning(seen);
      case JobAction.Conclude a -> Optional.of(NOW);
      case JobAction.AgreeToStop a -> Optional.of(NOW);
      case JobAction.ReadResults a -> Optional.of(NOW);
      case JobAction.StopJob a -> seen.object().deleting() ? Optional.of(SOON) : Optional.empty();
      case JobAction.StartNextAttempt a -> Optional.of(NOW);
      case JobAction.DeleteExpired a -> Optional.empty();
      case JobAction.AwaitCloud a -> retry;
      case JobAction.BlockDeletion a -> retry.or(() -> Optional.of(whileLeaving(seen)));
      case JobAction.ReleaseFinalizer a -> Optional.empty();
      case JobAction.Nothing a -> a.until().map(at -> until(seen, at));
    };
  }

  /**
   * Nothing but the user helps a refused object; a job of it that runs is looked for to the end.
   */
  private static Optional<Duration> unfinishedLook(JobObservation seen, Optional<Duration> retry) {
    return retry.or(() -> seen.made().filter(made -> !made.complete()).map(made -> NOW));
  }

  /** The feed wakes it on news; only a stop that has to wait must not depend on any. */
  private static Optional<Duration> whileRunning(JobObservation seen) {
    boolean stopWaits =
        seen.stopWished()
            && seen.remote() instanceof Remote.Found found
            && found.job().state() == LabelingJobState.Initializing;
    Optional<Duration> output = seen.nextOutputLook().map(at -> until(seen, at));
    return stopWaits
        ? output.filter(wait -> wait.compareTo(MINUTE) < 0).or(() -> Optional.of(MINUTE))
        : output;
  }

  /** What takes long already is looked at more seldom: by an eighth of the time waited so far. */
  private static Duration whileLeaving(JobObservation seen) {
    Duration patient =
        Conditions.age(seen.status().conditions(), ConditionType.DeletionBlocked, seen.now())
            .dividedBy(8);
    Duration wait =
        patient.compareTo(SOON) < 0 ? SOON : patient.compareTo(MINUTE) > 0 ? MINUTE : patient;
    return settling(seen).filter(left -> left.compareTo(wait) < 0).orElse(wait);
  }

  /**
   * Until it is known whether a job was created a moment ago; empty when nothing waits for that.
   */
  private static Optional<Duration> settling(JobObservation seen) {
    Instant known =
        seen.remote() instanceof Remote.Absent absent
            ? absent.since().plus(JobDecider.ABSENCE_IS_BELIEVED)
            : seen.settled();
    return Optional.of(known).filter(seen.now()::isBefore).map(at -> until(seen, at));
  }

  private static Duration until(JobObservation seen, Instant at) {
    Duration wait = Duration.between(seen.now(), at);
    return wait.compareTo(NOW) < 0 ? NOW : wait;
  }
}
