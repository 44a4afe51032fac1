package dev.labelops.operator.workforce.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;

/** One Event per condition that changed its status or reason; none for a repeated look. */
public final class WorkforceEvents {
  private static final List<ConditionType> TOLD =
      List.of(
          ConditionType.Ready,
          ConditionType.WorkforceActive,
          ConditionType.MembersInvited,
          ConditionType.RemovalsHeld,
          ConditionType.Synced,
          ConditionType.DeletionBlocked);

  private final EventRecorder events;

  public WorkforceEvents(EventRecorder events) {
    this.events = events;
  }

  public void record(LabelingWorkforce about, List<Condition> before, List<Condition> after) {
    for (ConditionType type : TOLD) {
      Optional<Condition> now = Conditions.find(after, type);
      if (now.isEmpty() || same(Conditions.find(before, type), now.get())) {
        continue;
      }
      Reason reason = Reason.valueOf(now.get().reason());
      if (warns(type, after, reason)) {
        events.warning(about, reason, now.get().message());
      } else {
        events.normal(about, reason, now.get().message());
      }
    }
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
