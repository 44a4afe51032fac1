package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What status says of a failed AWS call, by its class. Pure. */
public final class FailureStatus {
  private static final FailurePolicy POLICY = FailurePolicy.JOB;
  private static final String ANOTHER_NAME =
      "Names compare ignoring case: choose another spec.jobName.";

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
    boolean stalled = POLICY.stalls(failure.errorClass(), failingFor);
    boolean started = stage == Stage.STARTED || stage == Stage.ENDED;
    if (!started) {
      draft.phase = draft.jobArn == null ? Phase.Pending : draft.phase;
    }
    switch (failure.errorClass()) {
      case THROTTLED, TRANSIENT, CONFLICT, UNEXPECTED ->
          again(conditions, started, POLICY.reason(failure.errorClass()), failure);
      case QUOTA ->
          conditions.reconciling(
              POLICY.reason(failure.errorClass()), FailurePolicy.message(failure));
      case EXISTS -> {
        String message =
            "The name '"
                + draft.jobName
                + "' is in use ("
                + failure.action()
                + "), but no labeling job of exactly this name is found.";
        either(
            conditions,
            stalled,
            stalled ? POLICY.reason(failure.errorClass()) : Reason.Creating,
            stalled ? message + " " + ANOTHER_NAME : message);
      }
      case NOT_FOUND -> {
        if (failure.action().startsWith("s3:")) {
          conditions.reconciling(
              Reason.WaitingForBucket, failure.sentence() + ". Create it; it is looked for again.");
        } else {
          again(conditions, started, Reason.Unreachable, failure);
        }
      }
      case DENIED ->
          either(
              conditions,
              stalled,
              POLICY.reason(failure.errorClass()),
              FailurePolicy.message(failure));
      case INVALID ->
          either(
              conditions,
              stalled,
              POLICY.reason(failure.errorClass()),
              failure.sentence() + ". Correct what the message names.");
    }
    return stalled && failure.errorClass() == ErrorClass.INVALID;
  }

  /** The same status with other conditions. */
  public static LabelingJobStatus with(
      LabelingJobStatus status, long observedGeneration, List<Condition> conditions) {
    return new JobStatusDraft(status).build(observedGeneration, conditions);
  }

  /** What Synced says when sweeps fail. */
  static String sweepsMissed(MissedLooks sweeps) {
    CloudFailure why = sweeps.failure();
    return "sagemaker:ListLabelingJobs has failed since "
        + sweeps.since().truncatedTo(ChronoUnit.SECONDS)
        + " ("
        + why.code()
        + ": "
        + why.getMessage()
        + "); what is shown may be old. "
        + (why.errorClass() == ErrorClass.DENIED
            ? "Grant sagemaker:ListLabelingJobs to the operator's role."
            : "It is tried again.");
  }

  private static void either(
      JobConditions conditions, boolean stalled, Reason reason, String message) {
    if (stalled) {
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
