package dev.labelops.operator.feed;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The calls that glances may make: half of the budget, of which ten seconds' worth can be saved up.
 * A glance whose list turns out long is read to its end and paid for afterwards, so that many
 * changes at once are told soon, and the next glance is short.
 */
final class GlanceAllowance {
  private static final Duration SAVED_UP = Duration.ofSeconds(10);

  private final Bucket bucket;

  /**
   * @param callsPerMinute the whole budget
   */
  GlanceAllowance(int callsPerMinute, TimeMeter time) {
    int refill = Math.max(1, callsPerMinute / 2);
    this.bucket =
        Bucket.builder()
            .withCustomTimePrecision(time)
            .addLimit(
                band ->
                    band.capacity(Math.max(1, refill * SAVED_UP.toSeconds() / 60))
                        .refillGreedy(refill, Duration.ofMinutes(1)))
            .build();
  }

  /** How long until the next glance may begin. */
  Duration untilNext() {
    return Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }

  /**
   * @param calls that a glance has made
   */
  void spent(int calls) {
    bucket.consumeIgnoringRateLimits(calls);
  }
}
