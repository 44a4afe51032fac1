package dev.labelops.operator.status;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.time.Duration;

/**
 * What a failed AWS call means for {@code Ready}, the same for every kind (design, section 4).
 * Which failures leave the status as it was is {@link #keepsStatus}.
 */
public final class FailureConditions {
  /** How long a denied call may be a grant that is still spreading. */
  public static final Duration DENIED_PATIENCE = Duration.ofMinutes(2);

  private FailureConditions() {}

  /** Whether time alone cures it, so that what was known before still stands. */
  public static boolean keepsStatus(ErrorClass errorClass) {
    return switch (errorClass) {
      case THROTTLED, TRANSIENT, CONFLICT, UNEXPECTED -> true;
      case EXISTS, QUOTA, DENIED, INVALID, NOT_FOUND -> false;
    };
  }

  public static Reason reason(ErrorClass errorClass) {
    return switch (errorClass) {
      case THROTTLED -> Reason.Throttled;
      case TRANSIENT, CONFLICT -> Reason.Unreachable;
      case QUOTA -> Reason.QuotaExceeded;
      case DENIED -> Reason.AccessDenied;
      case EXISTS, INVALID, NOT_FOUND -> Reason.Refused;
      case UNEXPECTED -> Reason.OperatorFault;
    };
  }

  /**
   * Sets Ready with Reconciling or Stalled.
   *
   * @param failingFor since the first of the failures that followed each other
   * @param stalledBefore whether the status that was read is Stalled for the same reason: a restart
   *     does not make it hopeful again
   */
  public static void apply(
      Conditions conditions, CloudFailure failure, Duration failingFor, boolean stalledBefore) {
    Reason reason = reason(failure.errorClass());
    String message = message(failure);
    boolean stalled =
        switch (failure.errorClass()) {
          case THROTTLED, TRANSIENT, CONFLICT, QUOTA, UNEXPECTED -> false;
          case DENIED -> stalledBefore || failingFor.compareTo(DENIED_PATIENCE) >= 0;
          case EXISTS, INVALID, NOT_FOUND -> true;
        };
    if (stalled) {
      conditions.stalled(reason, message);
    } else {
      conditions.reconciling(reason, message);
    }
  }

  /** What AWS said and what to do. */
  public static String message(CloudFailure failure) {
    return switch (failure.errorClass()) {
      case DENIED ->
          "AWS denies "
              + failure.sentence()
              + ". Grant "
              + failure.action()
              + " to the role that the operator uses.";
      case QUOTA -> failure.sentence() + ". Ask AWS for a higher quota, or free what is not used.";
      case THROTTLED, TRANSIENT, CONFLICT -> failure.sentence() + ". It is tried again.";
      case UNEXPECTED -> failure.sentence() + ". It is tried again; report it.";
      case EXISTS, INVALID, NOT_FOUND -> failure.sentence() + ". Correct what AWS names.";
    };
  }
}
