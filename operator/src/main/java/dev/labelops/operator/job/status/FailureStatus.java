package dev.labelops.operator.job.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailureConditions;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** What status says of a failed AWS call, by its class. Pure. */
public final class FailureStatus {
  /** Grants and new names take so long to be known everywhere (ground-truth-reference 1.9). */
  static final Duration PROPAGATION = FailureConditions.DENIED_PATIENCE;

  private static final String ANOTHER_NAME =
      "Names compare ignoring case: choose another spec.jobName.";

  private FailureStatus() {}

  /**
   * How long to count a failure as lasting: who has been told to act is not given hope again by a
   * restart, nor by an attempt in between.
   *
   * @param failingFor how long the same call has failed without a break
   */
  public static Duration counted(
      LabelingJobStatus before, CloudFailure failure, Duration failingFor) {
    String reason =
        switch (failure.errorClass()) {
          case DENIED -> Reason.AccessDenied.name();
          case INVALID -> Reason.Refused.name();
          case EXISTS -> Reason.NameTaken.name();
          case THROTTLED, TRANSIENT, CONFLICT, QUOTA, NOT_FOUND, UNEXPECTED -> "";
        };
    boolean told =
        Conditions.find(before.conditions(), ConditionType.Stalled)
            .filter(stalled -> stalled.reason().equals(reason))
            .isPresent();
    return told && failingFor.compareTo(PROPAGATION) < 0 ? PROPAGATION : failingFor;
  }

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
      case UNEXPECTED -> again(conditions, started, Reason.OperatorFault, failure);
      case QUOTA ->
          conditions.reconciling(Reason.QuotaExceeded, FailureConditions.message(failure));
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
            lasting ? message + " " + ANOTHER_NAME : message);
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
          either(conditions, lasting, Reason.AccessDenied, FailureConditions.message(failure));
      case INVALID ->
          either(
              conditions,
              lasting,
              Reason.Refused,
              failure.sentence() + ". Correct what the message names.");
    }
    return lasting && failure.errorClass() == ErrorClass.INVALID;
  }

  /**
   * The same status with what {@code Synced} has to say.
   *
   * @param missed looks that failed; empty after a good one
   */
  public static LabelingJobStatus synced(
      LabelingJobStatus before,
      LabelingJobStatus after,
      Optional<MissedLooks> missed,
      Instant now) {
    List<Condition> told =
        MissedLooks.told(
            before.conditions(), after.conditions(), missed, after.observedGeneration(), now);
    return told.equals(after.conditions())
        ? after
        : new JobStatusDraft(after).build(after.observedGeneration(), told);
  }

  /** The same status after a pass that came to no end. */
  public static LabelingJobStatus missed(
      LabelingJobStatus before,
      JobObservation.ObjectFacts object,
      MissedLooks missed,
      Instant now) {
    Long seen = before.observedGeneration();
    boolean current = seen != null && seen == object.generation();
    List<Condition> told =
        missed.over(before.conditions(), current, object.deleting(), object.generation(), now);
    return told.equals(Optional.ofNullable(before.conditions()).orElse(List.of()))
        ? before
        : new JobStatusDraft(before).build(object.generation(), told);
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
