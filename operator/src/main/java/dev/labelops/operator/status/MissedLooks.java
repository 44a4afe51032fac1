package dev.labelops.operator.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What {@code Synced} says while AWS cannot be asked, the same for every kind (design, section 4).
 * Failures that time cures leave the rest of a status as it was, and so this condition must say
 * that it may be old: since when, which call and why. Pure.
 *
 * @param failure of the last look
 * @param since time of the first failed look of those that followed each other
 * @param looks failed so far, at least 1
 */
public record MissedLooks(CloudFailure failure, Instant since, int looks) {
  /** So many failed looks in a row are told. */
  static final int TOLD_AFTER_LOOKS = 3;

  /** So long a failure is told, however few the looks. */
  static final Duration TOLD_AFTER = Duration.ofMinutes(5);

  private static final Set<String> REPLACED =
      Set.of(
          ConditionType.Ready.name(),
          ConditionType.Reconciling.name(),
          ConditionType.Stalled.name(),
          ConditionType.DeletionBlocked.name());

  /**
   * Adds {@code Synced=Unknown} to the conditions of a pass, or takes it back after a good look.
   * Its {@code lastTransitionTime} is the first failed look, also after a restart.
   *
   * @param before the conditions in the status that was read, possibly null
   * @param after the conditions that the pass came to
   * @param missed empty when the last look succeeded
   */
  public static List<Condition> told(
      List<Condition> before,
      List<Condition> after,
      Optional<MissedLooks> missed,
      long observedGeneration,
      Instant now) {
    Optional<MissedLooks> waits =
        missed.filter(m -> FailurePolicy.keepsStatus(m.failure().errorClass()));
    Optional<Condition> old = unknown(before);
    if (waits.isEmpty()) {
      return unknown(after).isEmpty() ? after : without(after);
    }
    boolean silent = old.isEmpty() && !waits.get().lasting(now);
    boolean ownFault = waits.get().failure().errorClass() == ErrorClass.UNEXPECTED;
    if (silent || !ownFault && keepsQuiet(after)) {
      return after;
    }
    List<Condition> told = new ArrayList<>(without(after));
    told.add(waits.get().condition(old, observedGeneration));
    told.sort(Comparator.comparing(MissedLooks::place));
    return List.copyOf(told);
  }

  /**
   * The conditions after a pass that came to none: what was said stands with {@code
   * Synced=Unknown}, except of a generation that no pass has finished, or of an object that is to
   * go, which is being worked on.
   *
   * @param before the conditions in the status that was read, possibly null
   * @param seen whether they speak of this generation
   */
  public List<Condition> over(
      List<Condition> before, boolean seen, boolean deleting, long generation, Instant now) {
    List<Condition> kept = before == null ? List.of() : before;
    List<Condition> told = told(kept, kept, Optional.of(this), generation, now);
    boolean stands = seen && Conditions.find(kept, ConditionType.Ready).isPresent();
    if (told.equals(kept) || stands && !deleting) {
      return told;
    }
    Reason reason = FailurePolicy.commonReason(failure.errorClass());
    String message = FailurePolicy.message(failure);
    Conditions waits = new Conditions().reconciling(reason, message);
    if (deleting) {
      waits.isTrue(ConditionType.DeletionBlocked, reason, "Deletion waits: " + message);
    }
    return Stream.concat(
            told.stream().filter(c -> !REPLACED.contains(c.type())),
            waits.over(kept, generation, now).stream())
        .sorted(Comparator.comparing(MissedLooks::place))
        .toList();
  }

  /** Whether the conditions say that AWS could not be asked. */
  public static boolean unknown(List<Condition> conditions, ConditionType type) {
    return Conditions.find(conditions, type)
        .filter(condition -> condition.status().equals("Unknown"))
        .isPresent();
  }

  private boolean lasting(Instant now) {
    return looks >= TOLD_AFTER_LOOKS || Duration.between(since, now).compareTo(TOLD_AFTER) >= 0;
  }

  private Condition condition(Optional<Condition> old, long observedGeneration) {
    Reason reason = FailurePolicy.commonReason(failure.errorClass());
    String from =
        old.map(Condition::lastTransitionTime)
            .orElseGet(() -> since.truncatedTo(ChronoUnit.SECONDS).toString());
    String call = failure.action() + " has failed since " + from;
    // What each further attempt dies of in detail is no news.
    String message =
        old.filter(condition -> condition.reason().equals(reason.name()))
            .map(Condition::message)
            .filter(said -> said.startsWith(call))
            .orElseGet(
                () ->
                    call
                        + " ("
                        + failure.code()
                        + ": "
                        + failure.getMessage()
                        + "). What is shown may be old. It is tried again.");
    return new Condition(
        ConditionType.Synced.name(), "Unknown", observedGeneration, from, reason.name(), message);
  }

  /** Our own Synced=Unknown; the feed says of a job's sweeps what it knows under other reasons. */
  private static Optional<Condition> unknown(List<Condition> conditions) {
    return Conditions.find(conditions, ConditionType.Synced)
        .filter(condition -> condition.status().equals("Unknown"))
        .filter(
            condition ->
                condition.reason().equals(Reason.Throttled.name())
                    || condition.reason().equals(Reason.Unreachable.name())
                    || condition.reason().equals(Reason.OperatorFault.name()));
  }

  /** The sweeps of a job have been told as failing already. */
  private static boolean keepsQuiet(List<Condition> after) {
    return Conditions.find(after, ConditionType.Synced)
        .filter(condition -> condition.reason().equals(Reason.SweepsMissed.name()))
        .isPresent();
  }

  private static List<Condition> without(List<Condition> conditions) {
    return conditions.stream()
        .filter(condition -> !condition.type().equals(ConditionType.Synced.name()))
        .toList();
  }

  private static int place(Condition condition) {
    return ConditionType.of(condition.type()).map(Enum::ordinal).orElse(Integer.MAX_VALUE);
  }
}
