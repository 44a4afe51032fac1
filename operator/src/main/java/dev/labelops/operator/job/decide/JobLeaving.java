package dev.labelops.operator.job.decide;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.DeletionPolicy;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.CreatedJobs;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.Remote;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;

/** Decides what a pass does for an object that is being deleted. Pure. */
public final class JobLeaving {
  public static final String WAY_OUT =
      " To delete the object without stopping the job, set deletionPolicy: Orphan or the annotation"
          + " labelops.dev/force-orphan: \"true\".";

  private JobLeaving() {}

  static JobAction decide(JobObservation seen) {
    if (seen.object().forceOrphan()) {
      return new JobAction.ReleaseFinalizer(
          Optional.of(left(seen, "was released by force-orphan")));
    }
    boolean named = seen.status().jobName() != null;
    if (seen.stage() == Stage.ENDED && named) {
      return new JobAction.ReleaseFinalizer(Optional.empty());
    }
    if (seen.spec().deletionPolicy() == DeletionPolicy.Orphan) {
      return new JobAction.ReleaseFinalizer(named ? Optional.of(orphaned(seen)) : runsOn(seen));
    }
    if (seen.failure().isPresent()) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits: "
              + seen.failure().get().sentence()
              + ". LabelOps tries again."
              + WAY_OUT);
    }
    if (seen.remote() instanceof Remote.Found found && !found.job().state().ended()) {
      return stop(found);
    }
    if (seen.made().filter(made -> !made.complete()).isPresent()) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits while LabelOps lists the labeling jobs of this object"
              + " (sagemaker:ListLabelingJobs)."
              + WAY_OUT);
    }
    if (!named) {
      return withoutName(seen);
    }
    return seen.remote() instanceof Remote.Absent absent
        ? afterAbsence(seen, absent)
        : new JobAction.ReleaseFinalizer(Optional.empty());
  }

  /** Status names no job, and the service lists none that continues. */
  private static JobAction withoutName(JobObservation seen) {
    if (seen.made().isEmpty()) {
      return new JobAction.ReleaseFinalizer(
          Optional.of(
              "Status names no labeling job of this object, and LabelOps did not check for one:"
                  + " the namespace may not use the role of the AWS calls. If one was created"
                  + " before, it keeps running and costs money."));
    }
    if (seen.now().isBefore(seen.settled()) && !lastIsKnown(seen)) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits half a minute: no labeling job of this object is named in status or"
              + " listed"
              + " (sagemaker:ListLabelingJobs), but one may have been created a moment ago."
              + WAY_OUT);
    }
    return new JobAction.ReleaseFinalizer(
        seen.regionUnknown()
            ? Optional.of(
                "Status names no labeling job of this object. LabelOps checked region "
                    + seen.scope().orElseThrow().region()
                    + " only, because LabelingWorkforce '"
                    + seen.spec().workforceRef().name()
                    + "', which names the region, does not exist.")
            : Optional.empty());
  }

  /**
   * Whether the latest job that may have been asked for is listed, so that none is being created.
   */
  private static boolean lastIsKnown(JobObservation seen) {
    return seen.made()
        .flatMap(made -> made.ofRun(seen.spec().run()))
        .filter(
            made ->
                made.job().state() != LabelingJobState.Failed
                    || made.mark().attempt() >= seen.maxAttempts())
        .isPresent();
  }

  private static String orphaned(JobObservation seen) {
    return left(
        seen,
        (seen.stage() == Stage.STARTED ? "keeps" : "may have been created and keeps")
            + " running (deletionPolicy: Orphan)");
  }

  /**
   * With Orphan the object is deleted immediately, whatever AWS answers; what is known to run is
   * named.
   */
  private static Optional<String> runsOn(JobObservation seen) {
    if (seen.failure().isPresent()) {
      return Optional.of(
          "It is not known whether a labeling job of this object keeps running (deletionPolicy:"
              + " Orphan): "
              + seen.failure().get().sentence()
              + ".");
    }
    if (seen.made().filter(CreatedJobs::complete).isEmpty()) {
      return Optional.of(
          "It is not known whether a labeling job of this object keeps running (deletionPolicy:"
              + " Orphan): not all jobs were listed.");
    }
    return seen.made()
        .map(CreatedJobs::running)
        .filter(running -> !running.isEmpty())
        .map(
            running ->
                "Still running (deletionPolicy: Orphan): labeling job "
                    + running.stream()
                        .map(made -> "'" + made.job().name() + "'")
                        .collect(Collectors.joining(", "))
                    + " in "
                    + seen.scope().orElseThrow().region()
                    + ".");
  }

  private static JobAction afterAbsence(JobObservation seen, Remote.Absent absent) {
    Instant believed = absent.since().plus(JobDecider.ABSENCE_IS_BELIEVED);
    return !seen.now().isBefore(believed)
        ? new JobAction.ReleaseFinalizer(
            seen.stage() == Stage.STARTED
                ? Optional.of(
                    left(
                        seen,
                        "was started for this object and is not found any more"
                            + " (sagemaker:DescribeLabelingJob): check in AWS, since it keeps"
                            + " running and costs money if it exists"))
                : Optional.empty())
        : new JobAction.BlockDeletion(
            Reason.DeletionBlocked,
            "Deletion waits half a minute: sagemaker:DescribeLabelingJob does not find '"
                + seen.status().jobName()
                + "', which may have been created a moment ago.");
  }

  private static JobAction stop(Remote.Found found) {
    RemoteLabelingJob job = found.job();
    if (!found.ours() || found.tags().isEmpty()) {
      return new JobAction.ReleaseFinalizer(
          Optional.of(
              "Labeling job '"
                  + job.name()
                  + "' keeps running: it was not created by this"
                  + " object."));
    }
    return switch (job.state()) {
      case InProgress ->
          new JobAction.StopJob(job, found.tags().get(), JobMark.StopReason.DELETION);
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

  public static String untilStopped(String jobName) {
    return "Deletion waits until labeling job '" + jobName + "' is Stopped." + WAY_OUT;
  }

  private static String left(JobObservation seen, String how) {
    return seen.status().jobName() == null
        ? "The object " + how + "; its status named no labeling job."
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
