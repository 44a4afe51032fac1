package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.StepDecider;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import java.time.Instant;
import java.util.List;

/** What the status of a workforce that is being deleted says. Pure. */
public final class TeardownStatus {
  private static final String PAUSED =
      "The annotation labelops.dev/reconcile is 'paused': remove it." + StepDecider.WAY_OUT;

  private TeardownStatus() {}

  /** Says what holds the deletion up; possibly null. */
  static LabelingWorkforceStatus of(
      ObservedWorkforce seen, TeardownAction action, WorkforceOutcome outcome) {
    if (outcome.failure().isPresent()) {
      return blocked(
          seen.before(),
          seen.generation(),
          FailurePolicy.COMMON.reason(outcome.failure().get().errorClass()),
          FailurePolicy.message(outcome.failure().get()) + StepDecider.WAY_OUT,
          seen.now());
    }
    return switch (action) {
      case TeardownAction.Blocked blocked ->
          blocked(
              seen.before(), seen.generation(), blocked.reason(), blocked.message(), seen.now());
      case TeardownAction.Release release -> seen.before();
      case TeardownAction.Retry retry -> seen.before();
      case TeardownAction.DeleteTeam step -> seen.before();
      case TeardownAction.DeleteWorkforce step -> seen.before();
      case TeardownAction.DisablePeople step -> seen.before();
      case TeardownAction.DeletePeople step -> seen.before();
      case TeardownAction.DeleteGroup step -> seen.before();
      case TeardownAction.UnmarkPool step -> seen.before();
      case TeardownAction.DeleteDomain step -> seen.before();
      case TeardownAction.DeletePool step -> seen.before();
    };
  }

  /** A frozen object that is being deleted. */
  public static LabelingWorkforceStatus frozen(
      LabelingWorkforceStatus old, long generation, Instant now) {
    return blocked(old, generation, Reason.Paused, PAUSED, now);
  }

  private static LabelingWorkforceStatus blocked(
      LabelingWorkforceStatus old, long generation, Reason reason, String message, Instant now) {
    List<Condition> before = old == null ? null : old.conditions();
    Conditions conditions =
        new Conditions()
            .reconciling(Reason.DeletionBlocked, message)
            .isTrue(ConditionType.DeletionBlocked, reason, message);
    WorkforceStatusMapper.keep(conditions, before, ConditionType.WorkforceActive);
    return WorkforceStatusMapper.with(old, generation, conditions.over(before, generation, now));
  }
}
