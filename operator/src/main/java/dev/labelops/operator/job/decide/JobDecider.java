package dev.labelops.operator.job.decide;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.decide.JobAction.End;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.GoDuration;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.job.plan.UnderWay;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Decides what one pass does. Pure: the same observation gives the same action. */
public final class JobDecider {
  /** How long a name that was reserved must stay unknown before nobody waits for it any more. */
  public static final Duration ABSENCE_IS_BELIEVED = UnderWay.LONGEST;

  private JobDecider() {}

  public static JobAction decide(JobObservation seen) {
    if (seen.object().deleting()) {
      return JobLeaving.decide(seen);
    }
    return switch (seen.stage()) {
      case UNRESERVED -> JobBeginning.beforeReservation(seen);
      case RESERVED -> JobBeginning.beforeCreation(seen);
      case STARTED -> whileRunning(seen);
      case ENDED -> afterEnd(seen);
    };
  }

  private static JobAction whileRunning(JobObservation seen) {
    if (seen.failure().isPresent()) {
      return new JobAction.AwaitCloud(seen.failure().get());
    }
    if (!(seen.remote() instanceof Remote.Found found)) {
      return new JobAction.Track(Optional.empty(), seen.output());
    }
    RemoteLabelingJob job = found.job();
    return switch (job.state()) {
      case InProgress ->
          seen.stopWished() && found.ours() && found.tags().isPresent()
              ? new JobAction.StopJob(job, found.tags().get(), JobMark.StopReason.WISH)
              : new JobAction.Track(Optional.of(job), seen.output());
      case Initializing, Stopping, Unknown -> new JobAction.Track(Optional.of(job), seen.output());
      case Completed -> new JobAction.Conclude(End.COMPLETED, Optional.of(job));
      case Stopped -> new JobAction.Conclude(stopped(seen, found), Optional.of(job));
      case Failed -> afterFailure(seen, found);
    };
  }

  private static End stopped(JobObservation seen, Remote.Found found) {
    if (seen.stopWished()) {
      return End.STOPPED_BY_WISH;
    }
    return found.stoppedByLabelOps() ? End.STOPPED_EARLIER : End.STOPPED_EXTERNALLY;
  }

  private static JobAction afterFailure(JobObservation seen, Remote.Found found) {
    if (!anotherAttempt(seen, found)) {
      return new JobAction.Conclude(End.FAILED, Optional.of(found.job()));
    }
    if (!seen.notAllowed().isEmpty()) {
      return new JobAction.Conclude(End.NOT_ALLOWED_TO_RETRY, Optional.of(found.job()));
    }
    if (!seen.chainable().orElse(false)) {
      if (seen.input() instanceof InputSource.NotReady late) {
        return new JobAction.WaitFor(late.reason(), late.message());
      }
      return new JobAction.Conclude(End.NOTHING_TO_CHAIN_FROM, Optional.of(found.job()));
    }
    return switch (seen.planning()) {
      case Planning.Blocked blocked -> new JobAction.WaitFor(blocked.reason(), blocked.message());
      case Planning.NotAsked notAsked -> new JobAction.Nothing(Optional.empty());
      case Planning.Planned planned ->
          seen.input() instanceof InputSource.Ready ready
              ? new JobAction.StartNextAttempt(planned.plan().reserve(ready.input()), found.job())
              : new JobAction.Conclude(End.NOTHING_TO_CHAIN_FROM, Optional.of(found.job()));
    };
  }

  private static boolean anotherAttempt(JobObservation seen, Remote.Found found) {
    return seen.currentRun()
        && seen.status().attempt() < seen.maxAttempts()
        && found.job().state() == LabelingJobState.Failed
        && found.ours()
        && !seen.stopWished();
  }

  private static JobAction afterEnd(JobObservation seen) {
    Optional<Instant> expiry = expiry(seen);
    if (expiry.isPresent() && !seen.now().isBefore(expiry.get())) {
      return new JobAction.DeleteExpired();
    }
    if (seen.failure().isPresent()) {
      // Whether another attempt can follow is not known yet.
      return new JobAction.Nothing(
          earlier(expiry, Optional.of(seen.now().plus(ABSENCE_IS_BELIEVED))));
    }
    if (seen.remote() instanceof Remote.Found found
        && anotherAttempt(seen, found)
        && seen.notAllowed().isEmpty()) {
      return afterFailure(seen, found);
    }
    if (seen.stopWished() && stoppedUnasked(seen)) {
      return new JobAction.AgreeToStop();
    }
    if (seen.output().isPresent()) {
      return new JobAction.ReadResults(seen.output().get());
    }
    return new JobAction.Nothing(earlier(expiry, seen.nextOutputLook()));
  }

  private static boolean stoppedUnasked(JobObservation seen) {
    return Conditions.find(seen.status().conditions(), ConditionType.Finished)
        .map(Condition::reason)
        .filter(
            reason ->
                reason.equals(Reason.StoppedExternally.name())
                    || reason.equals(Reason.StoppedEarlier.name()))
        .isPresent();
  }

  private static Optional<Instant> expiry(JobObservation seen) {
    if (seen.spec().ttlAfterFinished() == null || seen.status().completionTime() == null) {
      return Optional.empty();
    }
    Instant end = Instant.parse(seen.status().completionTime());
    Instant from = end.isAfter(seen.object().created()) ? end : seen.object().created();
    return Optional.of(from.plus(GoDuration.parse(seen.spec().ttlAfterFinished())));
  }

  private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
    return one.isPresent() && other.isPresent()
        ? Optional.of(one.get().isBefore(other.get()) ? one.get() : other.get())
        : one.or(() -> other);
  }
}
