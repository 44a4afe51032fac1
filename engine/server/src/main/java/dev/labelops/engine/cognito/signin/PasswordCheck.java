package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.store.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * Checks passwords: within the limits of {@link SignInAttempts}, in turn, without holding a
 * database connection, and with the same work and the same answer for a name that nobody has.
 */
public final class PasswordCheck {
  /** The user that a name identifies. */
  record Candidate(UserPool pool, PoolUser user) {}

  /** The outcome of a check. */
  sealed interface Outcome {
    /**
     * The password is right, and the user enabled.
     *
     * @param who one; several when the password is right at several places
     */
    record Right(List<Candidate> who) implements Outcome {}

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

  public PasswordCheck(Database database, SignInAttempts attempts) {
    this.database = database;
    this.attempts = attempts;
  }

  /**
   * A name that is tried at one place.
   *
   * @param find searches the name; called at most once, with its own connection
   */
  record Trial(SignInAttempt attempt, Function<Handle, Optional<Candidate>> find) {}

  /**
   * A proof that may be guessed, for one place.
   *
   * @param proof what it proves; empty when it is wrong
   */
  record Guess<T>(SignInAttempt attempt, Supplier<Optional<T>> proof) {}

  /** The outcome of a proof that may be guessed. */
  sealed interface Guarded<T> {
    /** It was right: at one place, or at several. */
    record Right<T>(List<T> proven) implements Guarded<T> {}

    /** It was wrong. */
    record Wrong<T>() implements Guarded<T> {}

    /** It was not checked. */
    record TooMany<T>(Duration retryIn) implements Guarded<T> {}
  }

  /**
   * Checks a password.
   *
   * @param trials the places where the name is searched; each costs the same, whoever exists there
   */
  Outcome check(List<Trial> trials, String password) {
    AtomicBoolean exists = new AtomicBoolean();
    List<Guess<Candidate>> guesses =
        trials.stream()
            .map(
                trial ->
                    new Guess<>(
                        trial.attempt(),
                        () -> {
                          Optional<Candidate> found =
                              database.jdbi().withHandle(trial.find()::apply);
                          found.ifPresent(ignored -> exists.set(true));
                          return right(found, password);
                        }))
            .toList();
    return switch (guarded(guesses)) {
      case Guarded.Right<Candidate>(List<Candidate> who) -> new Outcome.Right(who);
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
   * Checks a proof that may be guessed. Each place has its own count of failures and is passed over
   * while it is locked, whatever comes of the others.
   *
   * @param guesses at least one, of one person
   */
  <T> Guarded<T> guarded(List<Guess<T>> guesses) {
    return queue.inTurn(() -> inTurn(guesses)).orElseGet(() -> new Guarded.TooMany<>(BUSY));
  }

  private <T> Guarded<T> inTurn(List<Guess<T>> guesses) {
    List<T> proven = new ArrayList<>();
    List<Duration> waits = new ArrayList<>();
    for (Guess<T> guess : guesses) {
      Optional<Duration> wait = attempts.wait(guess.attempt());
      if (wait.isPresent()) {
        waits.add(wait.get());
      } else {
        guess
            .proof()
            .get()
            .ifPresentOrElse(
                right -> {
                  proven.add(right);
                  attempts.succeeded(guess.attempt());
                },
                () -> attempts.failed(guess.attempt()));
      }
    }
    if (!proven.isEmpty()) {
      return new Guarded.Right<>(List.copyOf(proven));
    }
    attempts.refused(guesses.stream().map(Guess::attempt).toList());
    return waits.isEmpty() ? new Guarded.Wrong<>() : new Guarded.TooMany<>(Collections.max(waits));
  }
}
