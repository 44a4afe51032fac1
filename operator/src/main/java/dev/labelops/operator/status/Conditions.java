package dev.labelops.operator.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The conditions of one pass, built from nothing and then joined with the old ones: a condition
 * that was not set disappears, {@code lastTransitionTime} is kept where {@code status} did not
 * change.
 */
public final class Conditions {
  private record Wanted(String status, Reason reason, String message) {}

  private final Map<ConditionType, Wanted> wanted = new EnumMap<>(ConditionType.class);

  /** Sets a condition to True, False or Unknown; a later call for the same type replaces it. */
  public Conditions set(ConditionType type, String status, Reason reason, String message) {
    wanted.put(type, new Wanted(status, reason, message));
    return this;
  }

  public Conditions isTrue(ConditionType type, Reason reason, String message) {
    return set(type, "True", reason, message);
  }

  public Conditions isFalse(ConditionType type, Reason reason, String message) {
    return set(type, "False", reason, message);
  }

  public Conditions isUnknown(ConditionType type, Reason reason, String message) {
    return set(type, "Unknown", reason, message);
  }

  /** Ready. */
  public Conditions ready(Reason reason, String message) {
    return isTrue(ConditionType.Ready, reason, message);
  }

  /** Not ready, and time or an event fixes it: Ready=False with Reconciling=True. */
  public Conditions reconciling(Reason reason, String message) {
    wanted.remove(ConditionType.Stalled);
    return isFalse(ConditionType.Ready, reason, message)
        .isTrue(ConditionType.Reconciling, reason, message);
  }

  /** Not ready, and a person must change something: Ready=False with Stalled=True. */
  public Conditions stalled(Reason reason, String message) {
    wanted.remove(ConditionType.Reconciling);
    return isFalse(ConditionType.Ready, reason, message)
        .isTrue(ConditionType.Stalled, reason, message);
  }

  /**
   * The list for the status, in the order of {@link ConditionType}.
   *
   * @param before the conditions in the status that was read, possibly null
   */
  public List<Condition> over(List<Condition> before, long observedGeneration, Instant now) {
    return wanted.entrySet().stream()
        .map(
            entry -> {
              String type = entry.getKey().name();
              Wanted value = entry.getValue();
              String since =
                  find(before, entry.getKey())
                      .filter(old -> old.status().equals(value.status()))
                      .map(Condition::lastTransitionTime)
                      .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
              return new Condition(
                  type,
                  value.status(),
                  observedGeneration,
                  since,
                  value.reason().name(),
                  value.message());
            })
        .toList();
  }

  /** The condition of the type, if it is there. */
  public static Optional<Condition> find(List<Condition> conditions, ConditionType type) {
    return conditions == null
        ? Optional.empty()
        : conditions.stream().filter(c -> c.type().equals(type.name())).findFirst();
  }

  /** How long the condition has had its status; zero when it is not there. */
  public static Duration age(List<Condition> conditions, ConditionType type, Instant now) {
    return find(conditions, type)
        .map(c -> Duration.between(Instant.parse(c.lastTransitionTime()), now))
        .orElse(Duration.ZERO);
  }

  /** Whether the condition is there with status True. */
  public static boolean isTrue(List<Condition> conditions, ConditionType type) {
    return find(conditions, type).filter(c -> c.status().equals("True")).isPresent();
  }
}
