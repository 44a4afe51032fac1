package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            ? adoptOrRefuse(seen, planned.plan(), found)
            : reserve(seen, planned.plan());
      }
    };
  }

  private static JobAction beforeCreation(JobObservation seen) {
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
      return adoptOrRefuse(seen, plan, found);
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
    boolean another =
        seen.currentRun()
            && seen.status().attempt() < seen.maxAttempts()
            && found.ours()
            && !seen.stopWished();
    if (!another) {
      return new JobAction.Conclude(End.FAILED, Optional.of(found.job()));
    }
    if (!seen.chainable().orElse(false)) {
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

  private static JobAction afterEnd(JobObservation seen) {
    Optional<Instant> expiry = expiry(seen);
    if (expiry.isPresent() && !seen.now().isBefore(expiry.get())) {
      return new JobAction.DeleteExpired();
    }
    if (seen.status().phase() == Phase.Failed
        && seen.remote() instanceof Remote.Found found
        && !hasReason(seen, Reason.NothingToChainFrom)
        && seen.failure().isEmpty()
        && seen.status().attempt() < seen.maxAttempts()) {
      return afterFailure(seen, found);
    }
    if (seen.output().isPresent()) {
      return new JobAction.ReadResults(seen.output().get());
    }
    return new JobAction.Nothing(earlier(expiry, seen.nextOutputLook()));
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
      case InputSource.Ready ready -> {
        if (seen.preflight().isEmpty()) {
          yield new JobAction.Nothing(Optional.empty());
        }
        Preflight preflight = seen.preflight().get();
        yield preflight
            .refuted()
            .<JobAction>map(f -> new JobAction.Reject(f.reason(), f.sentence()))
            .orElseGet(() -> new JobAction.ReserveName(plan.reserve(ready.input()), preflight));
      }
    };
  }

  private static JobAction adoptOrRefuse(JobObservation seen, JobPlan plan, Remote.Found found) {
    LabelingJobSpec spec = seen.spec();
    String name = found.job().name();
    boolean justMade = seen.stage() == Stage.RESERVED;
    return switch (found.mark()) {
      case OURS ->
          spec.adoption() == Adoption.Never && !justMade
              ? new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "Labeling job '"
                      + name
                      + "' was made for this object before, and adoption is Never: set adoption:"
                      + " IfOwned to continue with it, or raise spec.run to label again.")
              : adopt(seen, plan, found.job());
      case OURS_OTHER_REQUEST ->
          new JobAction.RefuseTakeover(
              Reason.SpecDiffersFromExistingJob,
              "Labeling job '"
                  + name
                  + "' was made for this object from another specification: raise spec.run"
                  + (spec.jobName() == null ? "" : " and choose another spec.jobName")
                  + " to label again, or restore the specification it was made from.");
      case FOREIGN ->
          spec.adoption() == Adoption.Always
              ? adopt(seen, plan, found.job())
              : new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "A labeling job '"
                      + name
                      + "' exists and does not carry this object's tags: choose another"
                      + " spec.jobName, or set adoption: Always to observe that job.");
      case UNREAD -> new JobAction.Nothing(Optional.empty());
    };
  }

  private static JobAction adopt(JobObservation seen, JobPlan plan, RemoteLabelingJob job) {
    String manifestUri = job.inputManifestUri().orElse(null);
    Reservation reservation =
        new Reservation(
            plan.run(),
            plan.attempt(),
            job.name(),
            plan.scope().region(),
            pinned(seen, manifestUri),
            plan.requestHash(),
            job.labelAttributeName().orElse(plan.draft().labelAttributeName()));
    return new JobAction.Adopt(reservation, job);
  }

  /** What is known of the manifest that an adopted job reads. */
  private static Input pinned(JobObservation seen, String manifestUri) {
    return Stream.of(
            Optional.ofNullable(seen.status().input()),
            seen.input() instanceof InputSource.Ready ready
                ? Optional.of(ready.input())
                : Optional.<Input>empty())
        .flatMap(Optional::stream)
        .filter(input -> input.manifestUri().equals(manifestUri))
        .findFirst()
        .orElse(new Input(manifestUri, null, null));
  }

  private static Optional<Instant> expiry(JobObservation seen) {
    if (seen.spec().ttlAfterFinished() == null || seen.status().completionTime() == null) {
      return Optional.empty();
    }
    Instant end = Instant.parse(seen.status().completionTime());
    Instant from = end.isAfter(seen.object().created()) ? end : seen.object().created();
    return Optional.of(from.plus(GoDuration.parse(seen.spec().ttlAfterFinished())));
  }

  private static boolean hasReason(JobObservation seen, Reason reason) {
    return Conditions.find(seen.status().conditions(), ConditionType.Ready)
        .filter(ready -> ready.reason().equals(reason.name()))
        .isPresent();
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
