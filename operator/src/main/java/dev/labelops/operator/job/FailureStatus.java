package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.Reason;
import java.time.Duration;

/** What status says of a failed AWS call, by its class. Pure. */
final class FailureStatus {
  /** Grants and new names take so long to be known everywhere (ground-truth-reference 1.9). */
  static final Duration PROPAGATION = Duration.ofMinutes(2);

  private FailureStatus() {}

  /**
   * Writes the failure.
   *
   * @param failingFor how long the same call has failed without a break
   * @return whether it is a refusal that time will not cure
   */
  static boolean write(
      JobStatusDraft draft,
      JobConditions conditions,
      Stage stage,
      CloudFailure failure,
      Duration failingFor) {
    boolean lasting = failingFor.compareTo(PROPAGATION) >= 0;
    boolean started = stage == Stage.STARTED || stage == Stage.ENDED;
    if (!started) {
      draft.phase = draft.jobArn == null ? Phase.Pending : draft.phase;
    }
    switch (failure.errorClass()) {
      case THROTTLED -> again(conditions, started, Reason.Throttled, failure);
      case TRANSIENT, CONFLICT -> again(conditions, started, Reason.Unreachable, failure);
      case QUOTA ->
          conditions.reconciling(
              Reason.QuotaExceeded, failure.sentence() + ". It is tried again every five minutes.");
      case EXISTS -> {
        String message =
            "The name '"
                + draft.jobName
                + "' is in use ("
                + failure.action()
                + "), but no labeling job of exactly this name is found.";
        either(
            conditions,
            lasting,
            lasting ? Reason.NameTaken : Reason.Creating,
            lasting ? message + " Names compare ignoring case: choose another jobName." : message);
      }
      case NOT_FOUND -> conditions.reconciling(Reason.WaitingForBucket, failure.sentence() + ".");
      case DENIED ->
          either(
              conditions,
              lasting,
              Reason.AccessDenied,
              failure.sentence()
                  + ". Grant "
                  + failure.action()
                  + " to the operator's role; it is tried again every minute.");
      case INVALID ->
          either(
              conditions,
              lasting,
              Reason.Refused,
              failure.sentence() + ". Correct what the message names.");
    }
    return lasting && failure.errorClass() == dev.labelops.operator.aws.ErrorClass.INVALID;
  }

  private static void either(
      JobConditions conditions, boolean lasting, Reason reason, String message) {
    if (lasting) {
      conditions.stalled(reason, message);
    } else {
      conditions.reconciling(reason, message);
    }
  }

  private static void again(
      JobConditions conditions, boolean started, Reason reason, CloudFailure failure) {
    if (!started) {
      conditions.alsoReconciling(
          reason, failure.action() + " failed (" + failure.code() + "); it is tried again.");
    }
  }
}
