package dev.labelops.operator.pass;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.FailureStreak;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * How often and since when passes over an object have failed without a good one between, which
 * paces the next and says when patience ends. Kept in memory: after a restart, what was told
 * already stands in the status, and the rest is counted from zero.
 */
final class FailureStreaks {
  private final Map<String, FailureStreak> streaks = new ConcurrentHashMap<>();
  private final DoubleSupplier jitter;

  /**
   * @param jitter random numbers, at least 0 and less than 1
   */
  FailureStreaks(DoubleSupplier jitter) {
    this.jitter = jitter;
  }

  /** Counts a pass; a good one ends the streak. */
  Optional<FailureStreak> count(HasMetadata about, Optional<CloudFailure> failure, Instant now) {
    return Optional.ofNullable(
        streaks.compute(
            about.getMetadata().getUid(),
            (uid, before) -> failure.map(one -> counted(before, one, now)).orElse(null)));
  }

  private FailureStreak counted(FailureStreak before, CloudFailure failure, Instant now) {
    return before == null
        ? FailureStreak.first(failure, now, jitter.getAsDouble())
        : before.next(failure, now, jitter.getAsDouble());
  }

  /** Ends the streak, or forgets the object when it is gone. */
  void ended(HasMetadata about) {
    streaks.remove(about.getMetadata().getUid());
  }
}
