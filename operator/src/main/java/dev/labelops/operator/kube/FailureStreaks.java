package dev.labelops.operator.kube;

import dev.labelops.operator.aws.ErrorClass;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How often and since when AWS calls for an object have failed without a good pass between, which
 * paces the next look. Kept in memory: after a restart patience begins anew.
 */
public final class FailureStreaks {
  /**
   * Failures that followed each other.
   *
   * @param since time of the first
   * @param failures at least 1
   */
  public record Streak(Instant since, int failures) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    /** Until the next look: fixed where a person must act, doubled and jittered else. */
    public Duration delay(ErrorClass errorClass) {
      return switch (errorClass) {
        case DENIED, INVALID, EXISTS, NOT_FOUND -> Duration.ofSeconds(60);
        case QUOTA -> LONGEST;
        case THROTTLED, TRANSIENT, CONFLICT -> {
          long doubled = Math.min(LONGEST.toMillis(), 1000L << Math.min(failures - 1, 10));
          yield Duration.ofMillis(doubled / 2 + ThreadLocalRandom.current().nextLong(doubled / 2));
        }
      };
    }
  }

  private final Map<String, Streak> streaks = new ConcurrentHashMap<>();

  /** Counts a failed pass. */
  public Streak failed(HasMetadata about, Instant now) {
    return streaks.merge(
        about.getMetadata().getUid(),
        new Streak(now, 1),
        (before, first) -> new Streak(before.since(), before.failures() + 1));
  }

  /** Forgets the streak after a good pass, or when the object is gone. */
  public void ended(HasMetadata about) {
    streaks.remove(about.getMetadata().getUid());
  }
}
