package dev.labelops.operator.job.decide;

import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.DeletionPolicy;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.MadeJobs;
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
      " To let the object go without stopping the job, set deletionPolicy: Orphan or the annotation"
          + " labelops.dev/force-orphan: \"true\".";

  private JobLeaving() {}

  static JobAction decide(JobObservation seen) {
    if (seen.object().forceOrphan()) {
      return new JobAction.ReleaseFinalizer(Optional.of(left(seen, "was let go by force-orphan")));
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
          "Deletion waits: " + seen.failure().get().sentence() + ". It is tried again." + WAY_OUT);
    }
    if (seen.remote() instanceof Remote.Found found && !found.job().state().ended()) {
      return stop(found);
    }
    if (seen.made().filter(made -> !made.complete()).isPresent()) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits while the labeling jobs of this object are looked for"
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

  /** Nothing is written down, and the service lists no job that goes on. */
  private static JobAction withoutName(JobObservation seen) {
    if (seen.made().isEmpty()) {
      return new JobAction.ReleaseFinalizer(
          Optional.of(
              "No labeling job is written down for this object, and none was looked for: the"
                  + " namespace may not use the role of the AWS calls. If one was created before, it"
                  + " runs on and costs money."));
    }
    if (seen.now().isBefore(seen.settled()) && !lastIsKnown(seen)) {
      return new JobAction.BlockDeletion(
          Reason.DeletionBlocked,
          "Deletion waits half a minute: no labeling job is written down for this object or listed"
              + " (sagemaker:ListLabelingJobs), but one may have been created a moment ago."
              + WAY_OUT);
    }
    return new JobAction.ReleaseFinalizer(
        seen.regionUnknown()
            ? Optional.of(
                "No labeling job is written down for this object. It was looked for in "
                    + seen.scope().orElseThrow().region()
                    + " only, because LabelingWorkforce '"
                    + seen.spec().workforceRef().name()
                    + "', which names the region, does not exist.")
            : Optional.empty());
  }

  /** Whether the latest job that may have been asked for is listed, so that none is under way. */
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
        (seen.stage() == Stage.STARTED ? "runs" : "may have been created and runs")
            + " on, as deletionPolicy: Orphan asks");
  }

  /** With Orphan the object goes at once, whatever AWS answers; what is known to run is named. */
  private static Optional<String> runsOn(JobObservation seen) {
    if (seen.failure().isPresent()) {
      return Optional.of(
          "Whether a labeling job of this object runs on, as deletionPolicy: Orphan asks, is not"
              + " known: "
              + seen.failure().get().sentence()
              + ".");
    }
    if (seen.made().filter(MadeJobs::complete).isEmpty()) {
      return Optional.of(
          "Whether a labeling job of this object runs on, as deletionPolicy: Orphan asks, is not"
              + " known: not all jobs were looked at.");
    }
    return seen.made()
        .map(MadeJobs::running)
        .filter(running -> !running.isEmpty())
        .map(
            running ->
                "Running on, as deletionPolicy: Orphan asks: labeling job "
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
                            + " (sagemaker:DescribeLabelingJob): look for it, since it runs on and"
                            + " costs money if it exists"))
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
              "Labeling job '" + job.name() + "' runs on: it was not made by this object."));
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
