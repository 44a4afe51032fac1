package dev.labelops.operator.pass;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.FailureConditions;
import dev.labelops.operator.status.MissedLooks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and since when AWS calls for an object have failed without a good pass between, which
 * paces the next look and says when patience ends; the same for every kind. Kept in memory: after a
 * restart, what was told already stands in the status, and the rest is counted anew.
 */
public final class FailureStreaks {
  /**
   * Failures that followed each other.
   *
   * @param failure the last one
   * @param since time of the first
   * @param failures at least 1
   * @param sameSince since when the same call has failed in the same way
   * @param at time of the last one
   */
  public record Streak(
      CloudFailure failure, Instant since, int failures, Instant sameSince, Instant at) {
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration SLOW = Duration.ofMinutes(5);
    private static final Duration SPREADING = Duration.ofSeconds(10);

    /**
     * Until the next look: fixed where a person must act, sooner while a grant may be spreading,
     * doubled and jittered else.
     */
    public Duration delay() {
      return switch (failure.errorClass()) {
        case DENIED ->
            lasting().compareTo(FailureConditions.DENIED_PATIENCE) < 0 ? SPREADING : LONGEST;
        case INVALID, EXISTS, NOT_FOUND -> LONGEST;
        case QUOTA -> SLOW;
        case THROTTLED, TRANSIENT, CONFLICT, UNEXPECTED -> {
          long doubled = Math.min(LONGEST.toMillis(), 1000L << Math.min(failures - 1, 10));
          yield Duration.ofMillis(doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2));
        }
      };
    }

    /** How long the same call has failed in the same way. */
    public Duration lasting() {
      return Duration.between(sameSince, at);
    }

    /** What {@code Synced} may have to say. */
    public MissedLooks missed() {
      return new MissedLooks(failure, since, failures);
    }

    private Streak next(CloudFailure again, Instant now) {
      boolean same =
          again.action().equals(failure.action()) && again.errorClass() == failure.errorClass();
      return new Streak(again, since, failures + 1, same ? sameSince : now, now);
    }
  }

  private final Map<String, Streak> streaks = new ConcurrentHashMap<>();

  /** Counts a pass; a good one ends the streak. */
  public Optional<Streak> count(HasMetadata about, Optional<CloudFailure> failure, Instant now) {
    return Optional.ofNullable(
        streaks.compute(
            about.getMetadata().getUid(),
            (uid, before) ->
                failure
                    .map(
                        one ->
                            before == null
                                ? new Streak(one, now, 1, now, now)
                                : before.next(one, now))
                    .orElse(null)));
  }

  /** Forgets the object, when it is gone. */
  public void ended(HasMetadata about) {
    streaks.remove(about.getMetadata().getUid());
  }
}
