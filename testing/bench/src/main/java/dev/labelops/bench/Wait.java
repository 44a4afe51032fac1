package dev.labelops.bench;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** Waits for conditions, each with a deadline and a word on what was seen when it passes. */
final class Wait {
  /** What was asked for cannot be answered yet. */
  static final class NotYet extends BenchException {
    private static final long serialVersionUID = 1L;

    NotYet(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Wait() {}

  /**
   * @param seen asked only when the deadline has passed
   * @throws BenchException when the deadline passes, or from the condition
   */
  static void until(
      String what,
      Duration within,
      Duration every,
      Supplier<String> seen,
      BooleanSupplier condition) {
    try {
      Awaitility.await(what)
          .atMost(within)
          .pollDelay(Duration.ZERO)
          .pollInterval(every)
          .ignoreException(NotYet.class)
          .until(condition::getAsBoolean);
    } catch (ConditionTimeoutException e) {
      throw new BenchException(
          "not within %d s: %s. Seen: %s".formatted(within.toSeconds(), what, seen.get()), e);
    }
  }
}
