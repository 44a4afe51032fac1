package dev.labelops.operator.job;

import dev.labelops.operator.aws.LabelingJobState;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.job.JobAction.End;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Decides what one pass does. Pure: the same observation gives the same action. */
final class JobDecider {
  /** How long a name that was reserved must stay unknown before nobody waits for it any more. */
  static final Duration ABSENCE_IS_BELIEVED = Duration.ofMinutes(1);

  private JobDecider() {}

  static JobAction decide(JobObservation seen) {
    if (seen.object().deleting()) {
      return JobLeaving.decide(seen);
    }
    if (seen.object().paused()) {
      return new JobAction.Freeze();
    }
    return switch (seen.stage()) {
      case UNRESERVED -> beforeReservation(seen);
      case RESERVED -> beforeCreation(seen);
      case STARTED -> whileRunning(seen);
      case ENDED -> afterEnd(seen);
    };
  }

  private static JobAction beforeReservation(JobObservation seen) {
    Optional<JobAction> gate = gate(seen);
    if (gate.isPresent()) {
      return gate.get();
    }
    if (seen.stopWished()) {
      return new JobAction.Conclude(End.STOPPED_BEFORE_START, Optional.empty());
    }
    if (Boolean.TRUE.equals(seen.spec().hold())) {
      return new JobAction.Hold();
    }
    return switch (seen.planning()) {
      case Planning.Blocked blocked -> new JobAction.WaitFor(blocked.reason(), blocked.message());
      case Planning.NotAsked notAsked -> afterFailedLook(seen);
      case Planning.Planned planned -> {
        if (seen.failure().isPresent()) {
          yield new JobAction.AwaitCloud(seen.failure().get());
        }
        yield seen.remote() instanceof Remote.Found found
            ? JobTakeover.decide(seen, planned.plan(), found)
            : reserve(seen, planned.plan());
      }
    };
  }

  private static JobAction beforeCreation(JobObservation seen) {
    if (seen.remote() instanceof Remote.Found found
        && found.mark() == Remote.Mark.OURS
        && !(seen.planning() instanceof Planning.Planned)) {
      return JobTakeover.ofReserved(seen, found.job());
    }
    if (seen.earlierNameOpen()) {
      Instant since = seen.remote() instanceof Remote.Absent absent ? absent.since() : seen.now();
      return new JobAction.Nothing(Optional.of(since.plus(ABSENCE_IS_BELIEVED)));
    }
    if (!seen.currentRun()) {
      return beforeReservation(seen);
    }
    Optional<JobAction> gate = gate(seen);
    if (gate.isPresent()) {
      return gate.get();
    }
    if (seen.planning() instanceof Planning.Blocked blocked) {
      return new JobAction.WaitFor(blocked.reason(), blocked.message());
    }
    if (seen.failure().isPresent() || !(seen.planning() instanceof Planning.Planned planned)) {
      return afterFailedLook(seen);
    }
    JobPlan plan = planned.plan();
    if (seen.remote() instanceof Remote.Found found) {
      return JobTakeover.decide(seen, plan, found);
    }
    if (!(seen.remote() instanceof Remote.Absent absent)) {
      return new JobAction.Nothing(Optional.empty());
    }
    if (seen.stopWished()) {
      Instant believed = absent.since().plus(ABSENCE_IS_BELIEVED);
      return seen.now().isBefore(believed)
          ? new JobAction.Nothing(Optional.of(believed))
          : new JobAction.Conclude(End.STOPPED_BEFORE_START, Optional.empty());
    }
    if (!plan.requestHash().equals(seen.status().requestHash())
        || !plan.jobName().equals(seen.status().jobName())) {
      return reserve(seen, plan);
    }
    if (!seen.missingAssets().isEmpty()) {
      return new JobAction.PublishAssets(seen.missingAssets());
    }
    return new JobAction.CreateJob(plan.request(seen.status().input().manifestUri()));
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
          seen.stopWished() && found.ours()
              ? new JobAction.StopJob(job.name())
              : new JobAction.Track(Optional.of(job), seen.output());
      case Initializing, Stopping, Unknown -> new JobAction.Track(Optional.of(job), seen.output());
      case Completed -> new JobAction.Conclude(End.COMPLETED, Optional.of(job));
      case Stopped ->
          new JobAction.Conclude(
              seen.stopWished() ? End.STOPPED_BY_WISH : End.STOPPED_EXTERNALLY, Optional.of(job));
      case Failed -> afterFailure(seen, found);
    };
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
    if (seen.stopWished() && stoppedExternally(seen)) {
      return new JobAction.AgreeToStop();
    }
    if (seen.output().isPresent()) {
      return new JobAction.ReadResults(seen.output().get());
    }
    return new JobAction.Nothing(earlier(expiry, seen.nextOutputLook()));
  }

  private static boolean stoppedExternally(JobObservation seen) {
    return Conditions.find(seen.status().conditions(), ConditionType.Finished)
        .filter(finished -> finished.reason().equals(Reason.StoppedExternally.name()))
        .isPresent();
  }

  /** Refusals that come before any AWS call. */
  private static Optional<JobAction> gate(JobObservation seen) {
    if (!seen.notAllowed().isEmpty()) {
      return Optional.of(new JobAction.Reject(Reason.NotAllowed, sentences(seen.notAllowed())));
    }
    if (!seen.violations().isEmpty()) {
      return Optional.of(new JobAction.Reject(Reason.InvalidSpec, sentences(seen.violations())));
    }
    return Optional.empty();
  }

  private static JobAction afterFailedLook(JobObservation seen) {
    return seen.failure()
        .<JobAction>map(JobAction.AwaitCloud::new)
        .orElseGet(() -> new JobAction.Nothing(Optional.empty()));
  }

  private static JobAction reserve(JobObservation seen, JobPlan plan) {
    return switch (seen.input()) {
      case InputSource.NotReady waiting ->
          waiting.personMustAct()
              ? new JobAction.Reject(waiting.reason(), waiting.message())
              : new JobAction.WaitFor(waiting.reason(), waiting.message());
      case InputSource.NotAsked notAsked -> new JobAction.Nothing(Optional.empty());
      case InputSource.NotCopied missing ->
          proved(seen, preflight -> new JobAction.CopyManifest(missing.copy()));
      case InputSource.Ready ready ->
          proved(
              seen, preflight -> new JobAction.ReserveName(plan.reserve(ready.input()), preflight));
    };
  }

  /** The action, once nothing speaks against the job. */
  private static JobAction proved(JobObservation seen, Function<Preflight, JobAction> action) {
    if (seen.preflight().isEmpty()) {
      return new JobAction.Nothing(Optional.empty());
    }
    Preflight preflight = seen.preflight().get();
    return preflight
        .refuted()
        .<JobAction>map(f -> new JobAction.Reject(f.reason(), f.sentence()))
        .orElseGet(() -> action.apply(preflight));
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

  private static String sentences(List<Violation> violations) {
    return violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
  }
}
