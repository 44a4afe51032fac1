package dev.labelops.operator.job.decide;

import static dev.labelops.operator.job.decide.JobDecider.ABSENCE_IS_BELIEVED;

import dev.labelops.operator.job.decide.JobAction.End;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Preflight;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.JobPlan;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Decides what a pass does as long as no job of the object is known. Pure. Nothing is paid for, and
 * nothing is said not to exist, before the service was asked for every job of the object.
 */
final class JobBeginning {
  private JobBeginning() {}

  static JobAction beforeReservation(JobObservation seen) {
    Optional<JobAction> first = takenOn(seen).or(() -> gate(seen));
    if (first.isPresent()) {
      return first.get();
    }
    if (seen.planning() instanceof Planning.Blocked blocked) {
      return seen.held() && !seen.stopWished() && existing(seen).isEmpty()
          ? new JobAction.Hold()
          : new JobAction.WaitFor(blocked.reason(), blocked.message() + existing(seen));
    }
    Optional<JobAction> unsure = unsure(seen);
    if (unsure.isPresent()) {
      return unsure.get();
    }
    if (seen.planning() instanceof Planning.Planned planned
        && seen.remote() instanceof Remote.Found found) {
      return JobTakeover.decide(seen, planned.plan(), found);
    }
    if (listed(seen) || seen.remote() instanceof Remote.Found) {
      return lookAgain(seen, ABSENCE_IS_BELIEVED);
    }
    if (seen.stopWished()) {
      return stopBeforeStart(seen, seen.settled());
    }
    if (seen.held()) {
      return new JobAction.Hold();
    }
    if (!(seen.planning() instanceof Planning.Planned planned)) {
      return afterFailedLook(seen);
    }
    return earlierRunMayAppear(seen)
        ? new JobAction.Nothing(Optional.of(seen.settled()))
        : reserve(seen, planned.plan());
  }

  /**
   * Nothing is written down, and the run is not the first: the job of an earlier one may have been
   * asked for a moment ago. That of the same run has the same name, which is the fence.
   */
  private static boolean earlierRunMayAppear(JobObservation seen) {
    return seen.status().jobName() == null
        && seen.spec().run() > 1
        && seen.now().isBefore(seen.settled());
  }

  static JobAction beforeCreation(JobObservation seen) {
    Optional<JobAction> taken = takenOn(seen);
    if (taken.isPresent()) {
      return taken.get();
    }
    if (seen.earlierNameOpen()) {
      Instant since = seen.remote() instanceof Remote.Absent absent ? absent.since() : seen.now();
      return new JobAction.Nothing(Optional.of(since.plus(ABSENCE_IS_BELIEVED)));
    }
    if (seen.superseded() || !seen.currentRun()) {
      return beforeReservation(seen);
    }
    Optional<JobAction> gate = gate(seen);
    if (gate.isPresent()) {
      return gate.get();
    }
    if (seen.planning() instanceof Planning.Blocked blocked) {
      return new JobAction.WaitFor(blocked.reason(), blocked.message());
    }
    if (seen.made().filter(made -> !made.complete()).isPresent()) {
      return lookAgain(seen, Duration.ZERO);
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
    if (firstAttempt(seen) && seen.made().isEmpty()) {
      return lookAgain(seen, ABSENCE_IS_BELIEVED);
    }
    if (firstAttempt(seen) && listed(seen)) {
      return lookAgain(seen, ABSENCE_IS_BELIEVED);
    }
    Instant believed = absent.since().plus(ABSENCE_IS_BELIEVED);
    if (seen.stopWished()) {
      return stopBeforeStart(seen, believed);
    }
    if (seen.held()) {
      return seen.now().isBefore(believed)
          ? new JobAction.Nothing(Optional.of(believed))
          : new JobAction.Hold();
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

  /**
   * Later attempts continue from one that is stored in status; only the first can be paid twice
   * unseen.
   */
  private static boolean firstAttempt(JobObservation seen) {
    return seen.status().attempt() == null || seen.status().attempt() == 1;
  }

  /** An owned job that was found and need not be compared with what is asked for now. */
  private static Optional<JobAction> takenOn(JobObservation seen) {
    return seen.remote() instanceof Remote.Found found
            && found.ours()
            && found.tags().isPresent()
            && !(seen.planning() instanceof Planning.Planned)
        ? Optional.of(JobTakeover.asMarked(seen, found.job(), found.tags().get()))
        : Optional.empty();
  }

  /**
   * As long as the service has not been asked for every job of the object, nothing is concluded.
   */
  private static Optional<JobAction> unsure(JobObservation seen) {
    if (seen.failure().isPresent()) {
      return Optional.of(new JobAction.AwaitCloud(seen.failure().get()));
    }
    if (seen.made().isEmpty()) {
      return Optional.of(lookAgain(seen, ABSENCE_IS_BELIEVED));
    }
    return seen.made().get().complete()
        ? Optional.empty()
        : Optional.of(lookAgain(seen, Duration.ZERO));
  }

  private static JobAction lookAgain(JobObservation seen, Duration after) {
    return new JobAction.Nothing(Optional.of(seen.now().plus(after)));
  }

  /** Whether the list shows a job of the wanted run, which a description does not find now. */
  private static boolean listed(JobObservation seen) {
    return seen.made()
        .filter(
            made ->
                made.ofRun(seen.spec().run()).isPresent()
                    || made.elsewhere(seen.spec().run()).isPresent())
        .isPresent();
  }

  private static JobAction stopBeforeStart(JobObservation seen, Instant believed) {
    return seen.now().isBefore(believed)
        ? new JobAction.Nothing(Optional.of(believed))
        : new JobAction.Conclude(End.STOPPED_BEFORE_START, Optional.empty());
  }

  /** Names the job of the wanted run that exists while something keeps it from being taken on. */
  private static String existing(JobObservation seen) {
    return seen.made()
        .flatMap(made -> made.ofRun(seen.spec().run()))
        .map(
            made ->
                " Labeling job '"
                    + made.job().name()
                    + "' of this object exists ("
                    + made.job().state()
                    + "); LabelOps continues with it as soon as this is fixed.")
        .orElse("");
  }

  /** Says that a job may run although the object is refused. */
  private static String notLooked(JobObservation seen) {
    if (seen.made().isPresent() || seen.status().jobName() != null) {
      return "";
    }
    String unknown = " It is not known whether a labeling job of this object is already running: ";
    if (seen.failure().isPresent()) {
      return unknown + seen.failure().get().sentence() + ".";
    }
    return seen.notAllowed().isEmpty()
        ? ""
        : unknown
            + "LabelOps does not check as long as this is refused"
            + (seen.stopWished() ? "." : ", unless spec.stop is true.");
  }

  /** Refusals of what the specification asks for. */
  private static Optional<JobAction> gate(JobObservation seen) {
    if (!seen.notAllowed().isEmpty()) {
      return Optional.of(
          new JobAction.Reject(
              Reason.NotAllowed, sentences(seen.notAllowed()) + existing(seen) + notLooked(seen)));
    }
    if (!seen.violations().isEmpty()) {
      return Optional.of(
          new JobAction.Reject(
              Reason.InvalidSpec, sentences(seen.violations()) + existing(seen) + notLooked(seen)));
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

  private static String sentences(List<Violation> violations) {
    return violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
  }
}
