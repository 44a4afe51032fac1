package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One Event for each change of what Ready says; a status that was not written has none. */
public final class DatasetEvents {
  private static final Set<Reason> BAD_NEWS =
      Set.of(Reason.AccessDenied, Reason.QuotaExceeded, Reason.Unreachable, Reason.Throttled);

  private final EventRecorder events;

  public DatasetEvents(EventRecorder events) {
    this.events = events;
  }

  public void record(
      LabelingDataset dataset, LabelingDatasetStatus before, LabelingDatasetStatus now) {
    Optional<Condition> old =
        Optional.ofNullable(before)
            .flatMap(status -> Conditions.find(status.conditions(), ConditionType.Ready));
    missed(dataset, before == null ? null : before.conditions(), now.conditions());
    Conditions.find(now.conditions(), ConditionType.Ready)
        .filter(ready -> old.filter(o -> says(o).equals(says(ready))).isEmpty())
        .ifPresent(
            ready -> {
              Reason reason = Reason.valueOf(ready.reason());
              if (Conditions.isTrue(now.conditions(), ConditionType.Stalled)
                  || BAD_NEWS.contains(reason)) {
                events.warning(dataset, reason, ready.message());
              } else {
                events.normal(dataset, reason, ready.message());
              }
            });
  }

  private void missed(LabelingDataset dataset, List<Condition> before, List<Condition> now) {
    Conditions.find(now, ConditionType.Synced)
        .filter(synced -> synced.status().equals("Unknown"))
        .filter(synced -> !MissedLooks.unknown(before, ConditionType.Synced))
        .ifPresent(
            synced -> events.warning(dataset, Reason.valueOf(synced.reason()), synced.message()));
  }

  private static String says(Condition ready) {
    return ready.status() + " " + ready.reason() + " " + ready.message();
  }
}
