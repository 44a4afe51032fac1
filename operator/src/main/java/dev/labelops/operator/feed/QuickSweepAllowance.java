package dev.labelops.operator.feed;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;

/**
 * The calls that quick sweeps may make: half of the budget, of which ten seconds' worth can be
 * saved up. A quick sweep whose list turns out long is read to its end and paid for afterwards, so
 * that many simultaneous changes are seen soon, and the next quick sweep is short.
 */
final class QuickSweepAllowance {
  private static final Duration SAVED_UP = Duration.ofSeconds(10);

  private final Bucket bucket;

  /**
   * @param callsPerMinute the whole budget
   */
  QuickSweepAllowance(int callsPerMinute, TimeMeter time) {
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

  /** How long until the next quick sweep may begin. */
  Duration untilNext() {
    return Duration.ofNanos(bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill());
  }

  /**
   * @param calls that a quick sweep has made
   */
  void spent(int calls) {
    bucket.consumeIgnoringRateLimits(calls);
  }
}
