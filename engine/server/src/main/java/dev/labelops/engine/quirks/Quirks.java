package dev.labelops.engine.quirks;

import java.time.Duration;
import java.util.List;

/**
 * Behaviour of the real services that is not confirmed, or that goes wrong now and then, as
 * switches. The default has none of them. Changed while running by {@code PUT /_labelops/quirks}
 * with this record as JSON; absent members keep their default.
 *
 * @param jobNotFoundAsResourceNotFound DescribeLabelingJob and StopLabelingJob answer {@code
 *     ResourceNotFound} instead of {@code ValidationException}
 * @param describeBlindFor how long after CreateLabelingJob a name is in use but not yet found by
 *     describe or list
 * @param emptyPages every list answers an empty page with a token before each real page
 * @param lastModifiedStandsStill LastModifiedTime stays at CreationTime
 * @param outputDelay how long after the fact files appear in the output tree
 * @param zeroCountersFor how long after the start every counter, Unlabeled included, is zero
 * @param faults calls that go wrong; the first that matches and has {@code times} left is used
 */
public record Quirks(
    boolean jobNotFoundAsResourceNotFound,
    Duration describeBlindFor,
    boolean emptyPages,
    boolean lastModifiedStandsStill,
    Duration outputDelay,
    Duration zeroCountersFor,
    List<Fault> faults) {

  /** The engine without any quirk. */
  public static final Quirks NONE = new Quirks(false, null, false, false, null, null, null);

  public Quirks {
    describeBlindFor = describeBlindFor == null ? Duration.ZERO : describeBlindFor;
    outputDelay = outputDelay == null ? Duration.ZERO : outputDelay;
    zeroCountersFor = zeroCountersFor == null ? Duration.ZERO : zeroCountersFor;
    faults = faults == null ? List.of() : List.copyOf(faults);
  }

  /**
   * One way in which a call goes wrong.
   *
   * @param operation which calls: {@code X-Amz-Target} without the service prefix, or {@code
   *     s3:PutObject} and the like; {@code *} for all
   * @param kind what happens
   * @param times how often, counted from when the quirks were set; 0 for always
   * @param delay for {@code SLOW}: how long the answer takes
   */
  public record Fault(String operation, Kind kind, int times, Duration delay) {
    /** What happens to a call. */
    public enum Kind {
      /** Refused with the service's throttling error before anything was done. */
      THROTTLE,
      /** Refused with HTTP 500 before anything was done. */
      FAIL,
      /** Answered correctly after {@code delay}. */
      SLOW,
      /** Done, but the connection is closed without an answer. */
      LOSE_ANSWER,
      /** Refused with the service's access-denied error. */
      DENY
    }
  }
}
