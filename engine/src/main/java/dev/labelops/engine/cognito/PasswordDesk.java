package dev.labelops.engine.cognito;

import dev.labelops.engine.store.Database;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
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

    /** No such name, another password, or a disabled user. */
    record Wrong() implements Outcome {}

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

  /**
   * Checks a password.
   *
   * @param find looks the name up; called at most once, with a connection of its own
   */
  Outcome check(
      SignInAttempt attempt, String password, Function<Handle, Optional<Candidate>> find) {
    return queue
        .inTurn(() -> inTurn(attempt, password, find))
        .orElseGet(() -> new Outcome.TooMany(BUSY));
  }

  private Outcome inTurn(
      SignInAttempt attempt, String password, Function<Handle, Optional<Candidate>> find) {
    Optional<Duration> wait = attempts.wait(attempt);
    if (wait.isPresent()) {
      return new Outcome.TooMany(wait.get());
    }
    Optional<Candidate> found = database.jdbi().withHandle(find::apply);
    boolean same =
        Passwords.matches(
            password, found.map(who -> who.user().passwordHash()).orElse(NOBODYS_HASH));
    Optional<Candidate> right = found.filter(who -> same && who.user().enabled());
    if (right.isEmpty()) {
      attempts.failed(attempt);
      return new Outcome.Wrong();
    }
    attempts.succeeded(attempt);
    return new Outcome.Right(right.get().pool(), right.get().user());
  }
}
