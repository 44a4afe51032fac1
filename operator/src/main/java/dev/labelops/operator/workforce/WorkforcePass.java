package dev.labelops.operator.workforce;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.pass.FailureStreaks;
import dev.labelops.operator.pass.FailureStreaks.Streak;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.act.WorkforceActor;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.WorkforcePorts;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceDecider;
import dev.labelops.operator.workforce.look.WorkforceObservation;
import dev.labelops.operator.workforce.look.WorkforceObserver;
import dev.labelops.operator.workforce.plan.WorkforceTenancy;
import dev.labelops.operator.workforce.plan.WorkforceValidator;
import dev.labelops.operator.workforce.status.NextLook;
import dev.labelops.operator.workforce.status.WorkforceEvents;
import dev.labelops.operator.workforce.status.WorkforceStatusMapper;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over a LabelingWorkforce: validate, observe, decide, act, write status. */
final class WorkforcePass {
  private static final Logger LOG = LoggerFactory.getLogger(WorkforcePass.class);
  private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

  private final Platform platform;
  private final WorkforceObserver observer;
  private final WorkforceEvents events;
  private final FailureStreaks streaks = new FailureStreaks();

  WorkforcePass(Platform platform) {
    this.platform = platform;
    this.observer = new WorkforceObserver(platform);
    this.events = new WorkforceEvents(platform.events());
  }

  UpdateControl<LabelingWorkforce> over(LabelingWorkforce live) {
    Optional<Reject> refusal = refusal(live);
    if (refusal.isPresent() && !WorkforceObserver.paused(live)) {
      log(live, refusal.get(), WorkforceOutcome.done());
      return write(
          live,
          WorkforceStatusMapper.refuse(
              live.getStatus(),
              live.getMetadata().getGeneration(),
              refusal.get(),
              platform.clock().instant()),
          Optional.empty());
    }
    WorkforceObservation seen = observer.observe(live);
    WorkforceAction action = WorkforceDecider.decide(seen);
    WorkforceOutcome outcome =
        WorkforceActor.act(action, WorkforcePorts.of(platform.aws(), live.getSpec().aws()));
    platform.metrics().action("LabelingWorkforce", action.kind());
    log(live, action, outcome);
    Optional<Streak> streak = streaks.count(live, outcome.failure(), seen.now());
    LabelingWorkforceStatus after =
        WorkforceStatusMapper.map(
            live.getStatus(),
            live.getMetadata().getGeneration(),
            seen,
            action,
            outcome,
            streak.map(Streak::lasting).orElse(Duration.ZERO));
    return write(
        live,
        WorkforceStatusMapper.synced(
            live.getStatus(), after, streak.map(Streak::missed), seen.now()),
        NextLook.after(action, outcome, streak, waited(live, seen.now())));
  }

  /**
   * A pass, or one that tears down, came to no end: only what conditions say of that is written.
   */
  void missed(LabelingWorkforce live, MissedLooks missed, Instant now) {
    LabelingWorkforceStatus after =
        WorkforceStatusMapper.missed(
            live.getStatus(),
            live.getMetadata().getGeneration(),
            live.isMarkedForDeletion(),
            missed,
            now);
    if (after != null) {
      write(live, after, Optional.empty());
    }
  }

  /** The object is gone, or being deleted. */
  void forget(LabelingWorkforce which) {
    streaks.ended(which);
  }

  private Optional<Reject> refusal(LabelingWorkforce live) {
    List<Violation> forbidden =
        WorkforceTenancy.forbidden(
            platform.settings().tenancy(), live.getMetadata().getNamespace(), live.getSpec());
    List<Violation> wrong = WorkforceValidator.violations(live.getSpec());
    if (forbidden.isEmpty() && wrong.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Reject(
            forbidden.isEmpty() ? Reason.InvalidSpec : Reason.NotAllowed,
            (forbidden.isEmpty() ? wrong : forbidden)
                .stream().map(Violation::sentence).collect(Collectors.joining(" "))));
  }

  private static void log(
      LabelingWorkforce live, WorkforceAction action, WorkforceOutcome outcome) {
    LOG.info(
        "{}/{}: {}{}",
        live.getMetadata().getNamespace(),
        live.getMetadata().getName(),
        action.kind(),
        outcome.failure().map(f -> " -> " + f.errorClass() + " " + f.action()).orElse(""));
  }

  private static Duration waited(LabelingWorkforce live, Instant now) {
    if (live.getStatus() == null || live.getStatus().conditions() == null) {
      return Duration.ZERO;
    }
    return live.getStatus().conditions().stream()
        .filter(condition -> condition.type().equals(ConditionType.Reconciling.name()))
        .map(condition -> Duration.between(Instant.parse(condition.lastTransitionTime()), now))
        .findFirst()
        .orElse(Duration.ZERO);
  }

  private UpdateControl<LabelingWorkforce> write(
      LabelingWorkforce live, LabelingWorkforceStatus after, Optional<Duration> look) {
    LabelingWorkforceStatus before = live.getStatus();
    UpdateControl<LabelingWorkforce> control = UpdateControl.noUpdate();
    if (!after.equals(before)) {
      List<Condition> conditions = before == null ? null : before.conditions();
      live.setStatus(after);
      if (platform.statuses().write(live).isEmpty()) {
        return control.rescheduleAfter(AFTER_CONFLICT);
      }
      events.record(live, conditions, after.conditions());
    }
    look.ifPresent(control::rescheduleAfter);
    return control;
  }
}
