package dev.labelops.operator.job.status;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.job.decide.JobOutcome;
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

  /** Empty: an event, the feed or the user wakes it. */
  public static Optional<Duration> next(
      JobObservation seen, JobAction action, JobOutcome outcome, Duration failingFor) {
    if (outcome.failure().isPresent()) {
      return Optional.of(afterFailure(outcome.failure().get(), failingFor));
    }
    return switch (action) {
      case JobAction.Freeze a -> Optional.empty();
      case JobAction.Reject a ->
          a.reason() == Reason.NotAllowed || a.reason() == Reason.InvalidSpec
              ? unfinishedLook(seen, failingFor)
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
      case JobAction.AwaitCloud a -> Optional.of(afterFailure(a.failure(), failingFor));
      case JobAction.BlockDeletion a ->
          a.reason() == Reason.Paused
              ? Optional.empty()
              : Optional.of(
                  seen.failure().map(f -> afterFailure(f, failingFor)).orElse(whileLeaving(seen)));
      case JobAction.ReleaseFinalizer a -> Optional.empty();
      case JobAction.Nothing a -> a.until().map(at -> until(seen, at));
    };
  }

  /**
   * Nothing but the user helps a refused object; a job of it that runs is looked for to the end.
   */
  private static Optional<Duration> unfinishedLook(JobObservation seen, Duration failingFor) {
    return seen.failure()
        .map(failure -> afterFailure(failure, failingFor))
        .or(() -> seen.made().filter(made -> !made.complete()).map(made -> NOW));
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

  private static Duration afterFailure(CloudFailure failure, Duration failingFor) {
    return switch (failure.errorClass()) {
      case THROTTLED, TRANSIENT, CONFLICT, EXISTS, UNEXPECTED -> backoff(failingFor);
      case NOT_FOUND -> Duration.ofSeconds(15);
      case DENIED ->
          failingFor.compareTo(FailureStatus.PROPAGATION) < 0 ? SOON.multipliedBy(5) : MINUTE;
      case INVALID ->
          failingFor.compareTo(FailureStatus.PROPAGATION) < 0
              ? SOON.multipliedBy(5)
              : Duration.ofMinutes(10);
      case QUOTA -> Duration.ofMinutes(5);
    };
  }

  /** Half as long again as it has failed already, between one second and one minute. */
  private static Duration backoff(Duration failingFor) {
    Duration pause = failingFor.dividedBy(2);
    Duration shortest = Duration.ofSeconds(1);
    return pause.compareTo(shortest) < 0 ? shortest : pause.compareTo(MINUTE) > 0 ? MINUTE : pause;
  }
}
