package dev.labelops.operator.workforce;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceSpec.DeletionPolicy;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.pass.FailureStreaks;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailureConditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.Violation;
import dev.labelops.operator.workforce.act.TeardownActor;
import dev.labelops.operator.workforce.look.WorkforcePorts;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.TeardownAction.Blocked;
import dev.labelops.operator.workforce.decide.TeardownAction.Release;
import dev.labelops.operator.workforce.decide.TeardownDecider;
import dev.labelops.operator.workforce.look.TeardownObservation;
import dev.labelops.operator.workforce.look.TeardownObserver;
import dev.labelops.operator.workforce.look.WorkforceObserver;
import dev.labelops.operator.workforce.plan.WorkforceTenancy;
import dev.labelops.operator.workforce.status.NextLook;
import dev.labelops.operator.workforce.status.WorkforceEvents;
import dev.labelops.operator.workforce.status.WorkforceStatusMapper;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over a LabelingWorkforce that is being deleted. */
final class WorkforceCleanup {
  private static final Logger LOG = LoggerFactory.getLogger(WorkforceCleanup.class);
  private static final Duration AT_ONCE = Duration.ofMillis(50);
  private static final Duration SOON = Duration.ofSeconds(2);
  private static final String WAY_OUT =
      " To let the object go and leave everything in AWS, set deletionPolicy: Retain or the annotation"
          + " labelops.dev/force-orphan: \"true\".";

  private final Platform platform;
  private final TeardownObserver observer;
  private final WorkforceEvents events;
  private final FailureStreaks streaks = new FailureStreaks();

  WorkforceCleanup(Platform platform) {
    this.platform = platform;
    this.observer = new TeardownObserver(platform);
    this.events = new WorkforceEvents(platform.events());
  }

  DeleteControl pass(LabelingWorkforce live) {
    if (WorkforceObserver.annotation(live, Annotations.FORCE_ORPHAN).equals("true")) {
      platform.events().warning(live, Reason.Orphaned, stays(live) + " No AWS call was made.");
      return released(live);
    }
    if (WorkforceObserver.paused(live)) {
      return blocked(
          live,
          Reason.Paused,
          "The annotation labelops.dev/reconcile is 'paused': remove it." + WAY_OUT,
          Optional.empty());
    }
    if (live.getSpec().deletionPolicy() != DeletionPolicy.Delete) {
      platform.events().normal(live, Reason.Orphaned, stays(live) + " deletionPolicy is Retain.");
      return released(live);
    }
    List<Violation> forbidden =
        WorkforceTenancy.forbidden(
            platform.settings().tenancy(), live.getMetadata().getNamespace(), live.getSpec());
    if (!forbidden.isEmpty()) {
      return blocked(
          live, Reason.NotAllowed, forbidden.get(0).sentence() + WAY_OUT, Optional.empty());
    }
    return teardown(live);
  }

  private DeleteControl teardown(LabelingWorkforce live) {
    TeardownObservation seen = observer.observe(live);
    TeardownAction action = TeardownDecider.decide(seen);
    Optional<CloudFailure> failure =
        TeardownActor.act(
            action, seen.owner(), WorkforcePorts.of(platform.aws(), live.getSpec().aws()));
    platform.metrics().action("LabelingWorkforce", action.kind());
    LOG.info(
        "{}/{}: deleting, {}{}",
        live.getMetadata().getNamespace(),
        live.getMetadata().getName(),
        action.kind(),
        failure.map(f -> " -> " + f.errorClass()).orElse(""));
    Optional<FailureStreaks.Streak> streak =
        streaks.count(live, failure, platform.clock().instant());
    if (failure.isPresent()) {
      return blocked(
          live,
          FailureConditions.reason(failure.get().errorClass()),
          FailureConditions.message(failure.get()) + WAY_OUT,
          streak.map(FailureStreaks.Streak::delay));
    }
    return switch (action) {
      case Release release -> released(live);
      case Blocked blocked ->
          blocked(live, blocked.reason(), blocked.message(), Optional.of(patience(live)));
      default -> again(AT_ONCE);
    };
  }

  private DeleteControl blocked(
      LabelingWorkforce live, Reason reason, String message, Optional<Duration> look) {
    LabelingWorkforceStatus before = live.getStatus();
    Instant now = platform.clock().instant();
    LabelingWorkforceStatus after =
        WorkforceStatusMapper.deletionBlocked(
            before, live.getMetadata().getGeneration(), reason, message, now);
    if (!after.equals(before)) {
      List<Condition> conditions = before == null ? null : before.conditions();
      live.setStatus(after);
      if (platform.statuses().write(live).isEmpty()) {
        return again(SOON);
      }
      events.record(live, conditions, after.conditions());
    }
    return look.map(WorkforceCleanup::again).orElseGet(DeleteControl::noFinalizerRemoval);
  }

  private static DeleteControl again(Duration delay) {
    return DeleteControl.noFinalizerRemoval().rescheduleAfter(delay.toMillis());
  }

  /** Each look asks for every team: what takes long already is looked at more seldom. */
  private Duration patience(LabelingWorkforce live) {
    return live.getStatus() == null
        ? SOON
        : NextLook.patient(
            SOON,
            Conditions.age(
                live.getStatus().conditions(),
                ConditionType.DeletionBlocked,
                platform.clock().instant()));
  }

  private DeleteControl released(LabelingWorkforce live) {
    streaks.ended(live);
    return DeleteControl.defaultDelete();
  }

  private static String stays(LabelingWorkforce live) {
    LabelingWorkforceStatus status = live.getStatus();
    if (status == null || status.workforceArn() == null && status.userPoolId() == null) {
      return "Nothing is known to stay in AWS.";
    }
    return "In AWS stay workforce "
        + status.workforceName()
        + ", user pool "
        + status.userPoolId()
        + " with its people, and work teams "
        + (status.teams() == null
            ? "(none)"
            : String.join(", ", status.teams().stream().map(team -> team.name()).toList()))
        + ".";
  }
}
