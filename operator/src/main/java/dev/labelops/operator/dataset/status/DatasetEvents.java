package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import dev.labelops.operator.status.StatusEvent;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** One Event for each change of what Ready says; a repeated look has none. Pure. */
public final class DatasetEvents {
  private static final Set<Reason> BAD_NEWS =
      Set.of(Reason.AccessDenied, Reason.QuotaExceeded, Reason.Unreachable, Reason.Throttled);

  private DatasetEvents() {}

  /**
   * @param before conditions, possibly null, as are those after
   */
  public static List<StatusEvent> of(List<Condition> before, List<Condition> after) {
    return Stream.concat(missed(before, after).stream(), ready(before, after).stream()).toList();
  }

  private static Optional<StatusEvent> ready(List<Condition> before, List<Condition> after) {
    Optional<Condition> old = Conditions.find(before, ConditionType.Ready);
    return Conditions.find(after, ConditionType.Ready)
        .filter(ready -> old.filter(o -> says(o).equals(says(ready))).isEmpty())
        .map(
            ready -> {
              Reason reason = Reason.valueOf(ready.reason());
              boolean warns =
                  Conditions.isTrue(after, ConditionType.Stalled) || BAD_NEWS.contains(reason);
              return new StatusEvent(warns, reason, ready.message());
            });
  }

  private static Optional<StatusEvent> missed(List<Condition> before, List<Condition> after) {
    return Conditions.find(after, ConditionType.Synced)
        .filter(synced -> synced.status().equals("Unknown"))
        .filter(synced -> !MissedLooks.unknown(before, ConditionType.Synced))
        .map(synced -> new StatusEvent(true, Reason.valueOf(synced.reason()), synced.message()));
  }

  private static String says(Condition ready) {
    return ready.status() + " " + ready.reason() + " " + ready.message();
  }
}
