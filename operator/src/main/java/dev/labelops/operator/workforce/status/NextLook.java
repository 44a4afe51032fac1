package dev.labelops.operator.workforce.status;

import dev.labelops.operator.pass.FailureStreaks.Streak;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceAction.Freeze;
import dev.labelops.operator.workforce.decide.WorkforceAction.Reject;
import dev.labelops.operator.workforce.decide.WorkforceAction.Settle;
import java.time.Duration;
import java.util.Optional;

/** When to look again; empty: when something changes. */
public final class NextLook {
  /** For drift, and for invited people who have signed in meanwhile. */
  static final Duration SLOW = Duration.ofMinutes(10);

  private static final Duration AT_ONCE = Duration.ofMillis(1);

  /** What takes long already is looked at more seldom: by this part of the time waited so far. */
  private static final int PATIENCE = 8;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private NextLook() {}

  /**
   * @param waited how long the workforce has been on its way to what it shall be
   */
  public static Optional<Duration> after(
      WorkforceAction action, WorkforceOutcome outcome, Optional<Streak> streak, Duration waited) {
    if (outcome.failure().isPresent()) {
      return streak.map(Streak::delay);
    }
    if (outcome.refused() > 0 && outcome.sent() == 0) {
      return Optional.of(SLOW);
    }
    return switch (action) {
      case Await await -> Optional.of(patient(await.soonest(), waited));
      case Reject reject -> Optional.of(SLOW);
      case Settle settle -> Optional.of(SLOW);
      case Freeze freeze -> Optional.empty();
      default -> Optional.of(AT_ONCE);
    };
  }

  public static Duration patient(Duration soonest, Duration waited) {
    Duration patient = waited.dividedBy(PATIENCE);
    Duration capped = patient.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : patient;
    return capped.compareTo(soonest) > 0 ? capped : soonest;
  }
}
