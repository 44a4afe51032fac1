package dev.labelops.engine.front;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Lets whoever guesses a secret wait, longer after each failure (docs/adr/0012). */
public interface AttemptLimit {
  /** The outcome of an attempt. */
  sealed interface Outcome {
    /** The secret was right. */
    record Right() implements Outcome {}

    /** It was wrong. */
    record Wrong() implements Outcome {}

    /** It was not checked, because of earlier failures. */
    record TooMany(Duration retryIn) implements Outcome {}
  }

  /**
   * Checks a secret unless there were too many failures.
   *
   * @param place keeps the names of different kinds of sign-in apart
   * @param name who wants to sign in
   * @param address the IP address that asks
   * @param proof compares the secret; called at most once
   */
  Outcome check(String place, String name, String address, BooleanSupplier proof);
}
