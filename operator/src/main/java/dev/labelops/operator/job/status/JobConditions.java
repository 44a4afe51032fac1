package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The conditions of a job under construction: the old ones, and what this pass changes in them. */
final class JobConditions {
  private record Value(String status, Reason reason, String message) {}

  private final Map<ConditionType, Value> values = new EnumMap<>(ConditionType.class);

  JobConditions(List<Condition> old) {
    if (old != null) {
      // What another version of the operator wrote and this one does not know is written again.
      old.forEach(
          c ->
              ConditionType.of(c.type())
                  .ifPresent(
                      type ->
                          Reason.of(c.reason())
                              .ifPresent(
                                  reason ->
                                      values.put(
                                          type, new Value(c.status(), reason, c.message())))));
    }
    values.remove(ConditionType.DeletionBlocked);
    if (has(ConditionType.Reconciling, Reason.Paused)) {
      values.remove(ConditionType.Reconciling);
    }
  }

  boolean has(ConditionType type, Reason reason) {
    return values.containsKey(type) && values.get(type).reason() == reason;
  }

  boolean has(ConditionType type) {
    return values.containsKey(type);
  }

  void set(ConditionType type, String status, Reason reason, String message) {
    values.put(type, new Value(status, reason, message));
  }

  void remove(ConditionType type) {
    values.remove(type);
  }

  void ready(Reason reason, String message) {
    values.remove(ConditionType.Reconciling);
    values.remove(ConditionType.Stalled);
    set(ConditionType.Ready, "True", reason, message);
  }

  void reconciling(Reason reason, String message) {
    values.remove(ConditionType.Stalled);
    set(ConditionType.Ready, "False", reason, message);
    set(ConditionType.Reconciling, "True", reason, message);
  }

  void stalled(Reason reason, String message) {
    values.remove(ConditionType.Reconciling);
    set(ConditionType.Ready, "False", reason, message);
    set(ConditionType.Stalled, "True", reason, message);
  }

  /** Adds Reconciling without touching Ready, unless a person has to act anyway. */
  void alsoReconciling(Reason reason, String message) {
    if (!has(ConditionType.Ready)) {
      reconciling(reason, message);
    } else if (!has(ConditionType.Stalled)) {
      set(ConditionType.Reconciling, "True", reason, message);
    }
  }

  void freeze() {
    alsoReconciling(
        Reason.Paused,
        "The annotation labelops.dev/reconcile: paused is set; remove it to" + " continue.");
  }

  /** Drops what was said of an earlier labeling job. */
  void forgetJob() {
    List.of(
            ConditionType.Started,
            ConditionType.Synced,
            ConditionType.Complete,
            ConditionType.Failed,
            ConditionType.Finished,
            ConditionType.ResultsRead,
            ConditionType.ResultsComplete)
        .forEach(values::remove);
  }

  List<Condition> over(List<Condition> before, long observedGeneration, Instant now) {
    Conditions conditions = new Conditions();
    values.forEach((type, v) -> conditions.set(type, v.status(), v.reason(), v.message()));
    return conditions.over(before, observedGeneration, now);
  }
}
