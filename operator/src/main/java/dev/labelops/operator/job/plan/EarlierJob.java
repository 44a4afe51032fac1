package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.EarlierLabels;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.ObjectRef;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Task;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import java.util.Optional;

/**
 * A job that has ended, whose labels are adjusted or verified.
 *
 * @param task what its workers labeled
 * @param labelAttribute that holds the labels
 * @param output its output manifest, which is the input of the job that adjusts or verifies them
 */
public record EarlierJob(Task task, String labelAttribute, Input output) {
  /** {@code spec.task.adjusts} or {@code spec.task.verifies}. */
  public static Optional<EarlierLabels> labels(Task task) {
    return Optional.ofNullable(task.adjusts()).or(() -> Optional.ofNullable(task.verifies()));
  }

  /** The LabelingJob that holds them; empty when a manifest is named instead. */
  public static Optional<ObjectRef> ref(Task task) {
    return labels(task).map(EarlierLabels::jobRef);
  }

  /** The field that names it. */
  public static String field(Task task) {
    return "spec.task." + (task.adjusts() != null ? "adjusts" : "verifies") + ".jobRef";
  }

  /** Empty until the job's last run has ended with an output manifest. */
  public static Optional<EarlierJob> of(LabelingJob job) {
    LabelingJobStatus status = job.getStatus();
    return hasEnded(job) && status.outputManifestUri() != null
        ? Optional.of(
            new EarlierJob(
                job.getSpec().task(),
                status.labelAttributeName(),
                new Input(
                    status.outputManifestUri(),
                    null,
                    status.counters() == null ? null : status.counters().objects())))
        : Optional.empty();
  }

  /** Whether the run that its specification asks for has ended. */
  public static boolean hasEnded(LabelingJob job) {
    LabelingJobStatus status = job.getStatus();
    return status != null
        && Conditions.isTrue(status.conditions(), ConditionType.Finished)
        && job.getSpec().run().equals(status.run())
        && status.labelAttributeName() != null;
  }

  /** Why {@link #of} is empty, and how to fix it. */
  static String missing(Task task, Optional<LabelingJob> job) {
    String what =
        "LabelingJob '"
            + ref(task).orElseThrow().name()
            + "', whose labels are "
            + (task.adjusts() != null ? "adjusted" : "verified");
    if (job.isEmpty()) {
      return what + ", does not exist in this namespace: apply it, or name another job.";
    }
    return hasEnded(job.get())
        ? what
            + ", has ended without an output manifest (status.outputManifestUri): name another job,"
            + " or a manifest and its labelAttributeName."
        : what + ", has not ended yet.";
  }
}
