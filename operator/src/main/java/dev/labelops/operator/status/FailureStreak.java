package dev.labelops.operator.status;

import dev.labelops.operator.aws.CloudFailure;
import java.time.Duration;
import java.time.Instant;

/**
 * Failed passes over one object that followed each other without a good one between.
 *
 * @param failure the last one
 * @param since time of the first
 * @param failures at least 1
 * @param sameSince since when the same call has failed in the same way
 * @param at time of the last one
 * @param jitter drawn for this failure, at least 0 and less than 1: spreads the next passes of many
 *     objects
 */
public record FailureStreak(
    CloudFailure failure,
    Instant since,
    int failures,
    Instant sameSince,
    Instant at,
    double jitter) {

  /** The first failure. */
  public static FailureStreak first(CloudFailure failure, Instant now, double jitter) {
    return new FailureStreak(failure, now, 1, now, now, jitter);
  }

  /** The streak with one failure more. */
  public FailureStreak next(CloudFailure again, Instant now, double jitter) {
    boolean same =
        again.action().equals(failure.action()) && again.errorClass() == failure.errorClass();
    return new FailureStreak(again, since, failures + 1, same ? sameSince : now, now, jitter);
  }

  /** How long the same call has failed in the same way. */
  public Duration lasting() {
    return Duration.between(sameSince, at);
  }

  /** What {@code Synced} may have to say. */
  public MissedLooks missed() {
    return new MissedLooks(failure, since, failures);
  }
}
