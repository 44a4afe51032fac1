package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.WorkforceStep;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One Event per condition that changed its status or reason, and one for what stays in AWS; none
 * for a repeated look. Pure.
 */
public final class WorkforceEvents {
  private static final List<ConditionType> TOLD =
      List.of(
          ConditionType.Ready,
          ConditionType.WorkforceActive,
          ConditionType.MembersInvited,
          ConditionType.RemovalsHeld,
          ConditionType.Synced,
          ConditionType.DeletionBlocked);

  private WorkforceEvents() {}

  /**
   * @param before conditions, possibly null, as are those after
   * @param step empty when the pass decided on none
   */
  public static List<StatusEvent> of(
      List<Condition> before, List<Condition> after, Optional<WorkforceStep> step) {
    Stream<StatusEvent> changes =
        TOLD.stream()
            .flatMap(
                type ->
                    Conditions.find(after, type)
                        .filter(now -> !same(Conditions.find(before, type), now))
                        .map(now -> event(type, after, now))
                        .stream());
    return Stream.concat(changes, step.flatMap(WorkforceEvents::left).stream()).toList();
  }

  private static Optional<StatusEvent> left(WorkforceStep step) {
    return step instanceof TeardownAction.Release release ? release.left() : Optional.empty();
  }

  private static StatusEvent event(ConditionType type, List<Condition> after, Condition now) {
    Reason reason = Reason.valueOf(now.reason());
    return new StatusEvent(warns(type, after, reason), reason, now.message());
  }

  private static boolean same(Optional<Condition> before, Condition now) {
    boolean stillUnknown = now.type().equals(ConditionType.Synced.name());
    return before
        .filter(c -> c.status().equals(now.status()))
        .filter(c -> stillUnknown || c.reason().equals(now.reason()))
        .isPresent();
  }

  private static boolean warns(ConditionType type, List<Condition> after, Reason reason) {
    return type == ConditionType.DeletionBlocked
        || type == ConditionType.RemovalsHeld
        || type == ConditionType.Synced
        || type == ConditionType.Ready && Conditions.isTrue(after, ConditionType.Stalled)
        || reason == Reason.AccessDenied
        || reason == Reason.Refused
        || reason == Reason.UnreadableMembers;
  }
}
