package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.DeletionPolicy;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.Optional;

/** Decides what a pass does for an object that is being deleted. Pure. */
final class JobLeaving {
  static final String WAY_OUT =
      " To let the object go without stopping the job, set deletionPolicy: Orphan or the annotation"
          + " labelops.dev/force-orphan: \"true\".";

  private JobLeaving() {}

  static JobAction decide(JobObservation seen) {
    if (seen.object().forceOrphan()) {
      return new JobAction.ReleaseFinalizer(Optional.of(left(seen, "was let go by force-orphan")));
    }
    if (seen.object().paused()) {
      return new JobAction.BlockDeletion(
          Reason.Paused,
          "Deletion waits because the annotation labelops.dev/reconcile is paused: remove it."
              + WAY_OUT);
    }
    if (seen.stage() == Stage.ENDED) {
      return new JobAction.ReleaseFinalizer(Optional.empty());
    }
    if (seen.spec().deletionPolicy() == DeletionPolicy.Orphan) {
      return new JobAction.ReleaseFinalizer(
          seen.status().jobName() == null
              ? Optional.empty()
              : Optional.of(
                  left(
                      seen,
                      (seen.stage() == Stage.STARTED ? "runs" : "may have been created and runs")
                          + " on, as deletionPolicy: Orphan asks")));
    }
    if (seen.failure().isPresent()) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits: " + seen.failure().get().sentence() + ". It is tried again." + WAY_OUT);
    }
    return switch (seen.remote()) {
      case Remote.NotLooked notLooked -> new JobAction.ReleaseFinalizer(Optional.empty());
      case Remote.Absent absent -> afterAbsence(seen, absent);
      case Remote.Found found -> stop(found);
    };
  }

  private static JobAction afterAbsence(JobObservation seen, Remote.Absent absent) {
    Instant believed = absent.since().plus(JobDecider.ABSENCE_IS_BELIEVED);
    return seen.status().jobName() == null || !seen.now().isBefore(believed)
        ? new JobAction.ReleaseFinalizer(
            seen.stage() == Stage.STARTED
                ? Optional.of(
                    left(
                        seen,
                        "was started for this object and is not found any more"
                            + " (sagemaker:DescribeLabelingJob): look for it, since it runs on and"
                            + " costs money if it exists"))
                : Optional.empty())
        : new JobAction.BlockDeletion(
            Reason.DeletionBlocked,
            "Deletion waits a minute: sagemaker:DescribeLabelingJob does not find '"
                + seen.status().jobName()
                + "', which may have been created a moment ago.");
  }

  private static JobAction stop(Remote.Found found) {
    RemoteLabelingJob job = found.job();
    if (job.state().ended()) {
      return new JobAction.ReleaseFinalizer(Optional.empty());
    }
    if (!found.ours()) {
      return new JobAction.ReleaseFinalizer(
          Optional.of(
              "Labeling job '" + job.name() + "' runs on: it was not made by this object."));
    }
    return switch (job.state()) {
      case InProgress -> new JobAction.StopJob(job.name());
      case Initializing ->
          new JobAction.BlockDeletion(
              Reason.DeletionBlocked,
              "Deletion waits until labeling job '"
                  + job.name()
                  + "' is InProgress and can be stopped (sagemaker:StopLabelingJob)."
                  + WAY_OUT);
      default -> new JobAction.BlockDeletion(Reason.Stopping, untilStopped(job.name()));
    };
  }

  static String untilStopped(String jobName) {
    return "Deletion waits until labeling job '" + jobName + "' is Stopped." + WAY_OUT;
  }

  private static String left(JobObservation seen, String how) {
    return seen.status().jobName() == null
        ? "The object " + how + "; no labeling job was written down for it."
        : "Labeling job '"
            + seen.status().jobName()
            + "' in "
            + seen.status().region()
            + " "
            + how
            + "; its output stays in "
            + seen.spec().output().uri()
            + ".";
  }
}
