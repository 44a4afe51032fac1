package dev.labelops.engine.cognito;

import dev.labelops.engine.store.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Checks passwords: within the limits of {@link SignInAttempts}, in turn, with no database
 * connection in hand, and with the same work and the same answer for a name that nobody has.
 */
final class PasswordDesk {
  /** Who a name stands for. */
  record Candidate(UserPool pool, PoolUser user) {}

  /** What came of a check. */
  sealed interface Outcome {
    /** The password is right, and the user enabled. */
    record Right(UserPool pool, PoolUser user) implements Outcome {}

    /**
     * No such name, another password, or a disabled user.
     *
     * @param exists whether somebody has the name
     */
    record Wrong(boolean exists) implements Outcome {}

    /** Nothing was checked. */
    record TooMany(Duration retryIn) implements Outcome {}
  }

  // Compared where there is no user, so that a wrong name takes as long as a wrong password.
  private static final String NOBODYS_HASH = Passwords.hash("nobody");
  private static final Duration BUSY = Duration.ofSeconds(1);

  private final Database database;
  private final SignInAttempts attempts;
  private final HashQueue queue = new HashQueue(Runtime.getRuntime().availableProcessors());

  PasswordDesk(Database database, SignInAttempts attempts) {
    this.database = database;
    this.attempts = attempts;
  }

  /** What came of a proof that may be guessed. */
  sealed interface Guarded<T> {
    /** It was right. */
    record Right<T>(T proven) implements Guarded<T> {}

    /** It was wrong. */
    record Wrong<T>() implements Guarded<T> {}

    /** It was not looked at. */
    record TooMany<T>(Duration retryIn) implements Guarded<T> {}
  }

  /**
   * Checks a password.
   *
   * @param find looks the name up; called at most once, with a connection of its own
   */
  Outcome check(
      SignInAttempt attempt, String password, Function<Handle, Optional<Candidate>> find) {
    AtomicBoolean exists = new AtomicBoolean();
    Guarded<Candidate> outcome =
        guarded(
            attempt,
            () -> {
              Optional<Candidate> found = database.jdbi().withHandle(find::apply);
              exists.set(found.isPresent());
              return right(found, password);
            });
    return switch (outcome) {
      case Guarded.Right<Candidate>(Candidate who) -> new Outcome.Right(who.pool(), who.user());
      case Guarded.Wrong<Candidate> ignored -> new Outcome.Wrong(exists.get());
      case Guarded.TooMany<Candidate>(Duration retryIn) -> new Outcome.TooMany(retryIn);
    };
  }

  private static Optional<Candidate> right(Optional<Candidate> found, String password) {
    String hash = found.map(who -> who.user().passwordHash()).orElse(NOBODYS_HASH);
    boolean same = Passwords.matches(password, hash);
    return found.filter(who -> same && who.user().enabled());
  }

  /**
   * Looks at a proof that may be guessed.
   *
   * @param proof what it proves; empty when it is wrong
   */
  <T> Guarded<T> guarded(SignInAttempt attempt, Supplier<Optional<T>> proof) {
    return queue.inTurn(() -> inTurn(attempt, proof)).orElseGet(() -> new Guarded.TooMany<>(BUSY));
  }

  private <T> Guarded<T> inTurn(SignInAttempt attempt, Supplier<Optional<T>> proof) {
    Optional<Duration> wait = attempts.wait(attempt);
    if (wait.isPresent()) {
      return new Guarded.TooMany<>(wait.get());
    }
    Optional<T> proven = proof.get();
    if (proven.isEmpty()) {
      attempts.failed(attempt);
      return new Guarded.Wrong<>();
    }
    attempts.succeeded(attempt);
    return new Guarded.Right<>(proven.get());
  }
}
