package dev.labelops.operator.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import java.time.Duration;
import java.util.List;

/**
 * What a failed call, or a fault of the operator itself, means for conditions, Events and the next
 * pass (design, section 4). The same for every kind but for what the parameters name. Pure.
 *
 * <table>
 * <caption>What each class of failure means</caption>
 * <tr><td>throttled, transient, conflict, fault</td><td>status stays as it was; {@code Synced=Unknown}
 * after three missed looks or five minutes; doubled from 1 s to 60 s, with jitter</td></tr>
 * <tr><td>denied</td><td>Reconciling and each 10 s for two minutes, then Stalled and each 60 s</td></tr>
 * <tr><td>quota</td><td>Reconciling, each 5 minutes</td></tr>
 * <tr><td>exists, invalid, not found</td><td>Stalled and each 60 s, or as the parameters say</td></tr>
 * </table>
 *
 * @param refusalPatience how long a refused request (exists, invalid) may be only early. A labeling
 *     job names roles, groups and names that people have just created, and they take up to two
 *     minutes to be known everywhere (ground-truth-reference 1.9); the other kinds name nothing of
 *     that sort, or see for themselves that it is new
 * @param nameInUse reason of a failure of the class exists
 * @param awaitsMissing whether what is not found is waited for: a job names things that its user
 *     creates next, such as a bucket for the output; the other kinds look first whether what they
 *     name is there
 */
public record FailurePolicy(Duration refusalPatience, Reason nameInUse, boolean awaitsMissing) {
  /** How long a denied call may be a grant that is still spreading. */
  public static final Duration DENIED_PATIENCE = Duration.ofMinutes(2);

  /** For workforces and data sets. */
  public static final FailurePolicy COMMON =
      new FailurePolicy(Duration.ZERO, Reason.Refused, false);

  public static final FailurePolicy JOB =
      new FailurePolicy(DENIED_PATIENCE, Reason.NameTaken, true);

  private static final Duration LONGEST = Duration.ofMinutes(1);
  private static final Duration QUOTA = Duration.ofMinutes(5);
  private static final Duration SPREADING = Duration.ofSeconds(10);
  private static final Duration MISSING = Duration.ofSeconds(15);

  /** Whether time alone cures it, so that what was known before still stands. */
  public static boolean keepsStatus(ErrorClass errorClass) {
    return switch (errorClass) {
      case THROTTLED, TRANSIENT, CONFLICT, UNEXPECTED -> true;
      case EXISTS, QUOTA, DENIED, INVALID, NOT_FOUND -> false;
    };
  }

  /** The reason under which conditions and Events name the failure. */
  public Reason reason(ErrorClass errorClass) {
    return errorClass == ErrorClass.EXISTS ? nameInUse : commonReason(errorClass);
  }

  static Reason commonReason(ErrorClass errorClass) {
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
   * How long to count a failure as lasting: who was told to act is not given hope again by a
   * restart, nor by another failure in between.
   *
   * @param before the conditions in the status that was read, possibly null
   */
  public Duration failingFor(List<Condition> before, FailureStreak streak) {
    Duration patience = patience(streak.failure().errorClass());
    boolean told =
        Conditions.find(before, ConditionType.Stalled)
            .filter(c -> c.reason().equals(reason(streak.failure().errorClass()).name()))
            .isPresent();
    return told && streak.lasting().compareTo(patience) < 0 ? patience : streak.lasting();
  }

  /**
   * Whether a person must act.
   *
   * @param failingFor see {@link #failingFor}
   */
  public boolean stalls(ErrorClass errorClass, Duration failingFor) {
    return switch (errorClass) {
      case THROTTLED, TRANSIENT, CONFLICT, QUOTA, UNEXPECTED -> false;
      case NOT_FOUND -> !awaitsMissing;
      case DENIED, EXISTS, INVALID -> failingFor.compareTo(patience(errorClass)) >= 0;
    };
  }

  private Duration patience(ErrorClass errorClass) {
    return switch (errorClass) {
      case DENIED -> DENIED_PATIENCE;
      case EXISTS, INVALID -> refusalPatience;
      case THROTTLED, TRANSIENT, CONFLICT, QUOTA, NOT_FOUND, UNEXPECTED -> Duration.ZERO;
    };
  }

  /** Sets Ready with Reconciling or Stalled. */
  public void apply(Conditions conditions, CloudFailure failure, Duration failingFor) {
    Reason reason = reason(failure.errorClass());
    if (stalls(failure.errorClass(), failingFor)) {
      conditions.stalled(reason, message(failure));
    } else {
      conditions.reconciling(reason, message(failure));
    }
  }

  /**
   * Until the next pass: fixed where a person must act, sooner while that may be early, doubled and
   * jittered else.
   *
   * @param failingFor see {@link #failingFor}
   */
  public Duration delay(FailureStreak streak, Duration failingFor) {
    ErrorClass errorClass = streak.failure().errorClass();
    return switch (errorClass) {
      case DENIED, INVALID -> stalls(errorClass, failingFor) ? LONGEST : SPREADING;
      case EXISTS -> refusalPatience.isZero() ? LONGEST : backoff(streak);
      case NOT_FOUND -> awaitsMissing ? MISSING : LONGEST;
      case QUOTA -> QUOTA;
      case THROTTLED, TRANSIENT, CONFLICT, UNEXPECTED -> backoff(streak);
    };
  }

  private static Duration backoff(FailureStreak streak) {
    long doubled = Math.min(LONGEST.toMillis(), 1000L << Math.min(streak.failures() - 1, 10));
    return Duration.ofMillis(doubled / 2 + (long) (streak.jitter() * (doubled / 2)));
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
