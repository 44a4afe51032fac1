package dev.labelops.engine.cognito.signin;

import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.cognito.signin.SignInCounts.Count;
import dev.labelops.engine.cognito.users.PoolUser;
import dev.labelops.engine.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * Lets clients that fail to sign in wait, longer each time (ADR 0012). Counted in the database, so
 * all replicas and a restart know it:
 *
 * <ul>
 *   <li>A name: the fifth failure locks it for a second, each further one for twice as long, up to
 *       15 minutes, as in Cognito. It is the same for names that nobody has.
 *   <li>An address: the same from the twentieth failure on, whatever the names.
 *   <li>A name at an address from which it has signed in before has a count of its own and neither
 *       of the others, so that a stranger's failures lock nobody out of the place where they work.
 * </ul>
 *
 * <p>An attempt while only the name is locked counts against the address. A count is forgotten 15
 * minutes after its last lock.
 */
public final class SignInAttempts {
  private static final int FAILURES_OF_NAME = 5;
  private static final int FAILURES_OF_ADDRESS = 20;
  private static final Duration LONGEST_LOCK = Duration.ofMinutes(15);
  private static final Duration KNOWN_FOR = Duration.ofDays(30);
  private static final int KNOWN_ADDRESSES = 20;
  private static final Duration CLEANING = Duration.ofMinutes(1);

  private final Database database;
  private final Clock clock;
  private final AtomicReference<Instant> nextCleaning = new AtomicReference<>(Instant.MIN);

  public SignInAttempts(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** How long this attempt has to wait; empty when the password may be checked. */
  Optional<Duration> wait(SignInAttempt attempt) {
    Instant now = clock.instant();
    if (isKnown(attempt, now)) {
      return lock(attempt.bothId(), now);
    }
    return Stream.of(attempt.addressId(), Optional.of(attempt.nameId()))
        .flatMap(id -> lock(id, now).stream())
        .max(Duration::compareTo);
  }

  /** The name or the password was wrong there. */
  void failed(SignInAttempt attempt) {
    Instant now = clock.instant();
    Optional<String> known = isKnown(attempt, now) ? attempt.bothId() : Optional.empty();
    count(known.orElseGet(attempt::nameId), FAILURES_OF_NAME, now);
    clean(now);
  }

  /**
   * Whoever asked got in nowhere, or had to wait: that counts once against their address, unless it
   * is where one of the names works.
   *
   * @param attempts of one person at the same time, from one address
   */
  void refused(List<SignInAttempt> attempts) {
    Instant now = clock.instant();
    if (attempts.stream().noneMatch(attempt -> isKnown(attempt, now))) {
      attempts
          .getFirst()
          .addressId()
          .filter(id -> lock(Optional.of(id), now).isEmpty())
          .ifPresent(id -> count(id, FAILURES_OF_ADDRESS, now));
    }
  }

  /** The password was right: the name's failures are forgotten, and its address is known now. */
  void succeeded(SignInAttempt attempt) {
    Instant now = clock.instant();
    database.inTransaction(
        handle -> {
          SignInCounts.delete(handle, attempt.nameId());
          attempt.bothId().ifPresent(id -> know(handle, attempt, id, now));
          return null;
        });
    clean(now);
  }

  private static void know(Handle handle, SignInAttempt attempt, String id, Instant now) {
    Count count = new Count(0, now, Optional.of(now.plus(KNOWN_FOR)));
    SignInCounts.put(handle, id, Optional.of(attempt.nameId()), count);
    SignInCounts.keepLatest(handle, attempt.nameId(), KNOWN_ADDRESSES);
  }

  /** Forgets the failures of all names of a user, for whom the owner set a password. */
  public static void forgive(Handle handle, UserPool pool, PoolUser user, Instant now) {
    user.names()
        .flatMap(
            name ->
                Stream.of(pool.accountId(), pool.id())
                    .map(place -> SignInAttempt.of(place, name, Optional.empty()).nameId()))
        .distinct()
        .forEach(
            id -> {
              SignInCounts.delete(handle, id);
              SignInCounts.forgiveKnown(handle, id, now);
            });
  }

  private boolean isKnown(SignInAttempt attempt, Instant now) {
    return attempt
        .bothId()
        .flatMap(this::find)
        .flatMap(Count::knownUntil)
        .filter(until -> until.isAfter(now))
        .isPresent();
  }

  private Optional<Duration> lock(Optional<String> id, Instant now) {
    return id.flatMap(this::find)
        .map(count -> Duration.between(now, count.blockedUntil()))
        .filter(Duration::isPositive);
  }

  private Optional<Count> find(String id) {
    return database.jdbi().withHandle(handle -> SignInCounts.find(handle, id));
  }

  private void count(String id, int allowed, Instant now) {
    database.inTransaction(
        handle -> {
          Count before = SignInCounts.lock(handle, id, now);
          int failures = before.failures() + 1;
          Instant until = now.plus(lockAfter(failures, allowed));
          SignInCounts.put(
              handle, id, Optional.empty(), new Count(failures, until, before.knownUntil()));
          return List.of();
        });
  }

  private static Duration lockAfter(int failures, int allowed) {
    if (failures < allowed) {
      return Duration.ZERO;
    }
    Duration lock = Duration.ofSeconds(1L << Math.min(failures - allowed, 20));
    return lock.compareTo(LONGEST_LOCK) < 0 ? lock : LONGEST_LOCK;
  }

  private void clean(Instant now) {
    Instant due = nextCleaning.get();
    if (now.isAfter(due) && nextCleaning.compareAndSet(due, now.plus(CLEANING))) {
      database.jdbi().useHandle(handle -> SignInCounts.deleteForgotten(handle, now));
    }
  }
}
