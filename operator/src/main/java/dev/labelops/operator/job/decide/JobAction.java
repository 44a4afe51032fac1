package dev.labelops.operator.job.decide;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.job.look.OutputLook;
import dev.labelops.operator.job.look.Preflight;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.ManifestCopy;
import dev.labelops.operator.job.plan.Reservation;
import dev.labelops.operator.status.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What one pass does; exactly one, and its name is logged. */
public sealed interface JobAction {
  /** The object stays, and its status is written. */
  sealed interface Staying extends JobAction {}

  /** Writes down what was seen and does nothing else. */
  sealed interface Reporting extends Staying {}

  /** How a labeling job ended. */
  enum End {
    COMPLETED,
    FAILED,
    NOTHING_TO_CHAIN_FROM,
    NOT_ALLOWED_TO_RETRY,
    STOPPED_BY_WISH,
    STOPPED_EXTERNALLY,
    /** LabelOps itself stopped it, for an earlier object of the name or an earlier spec.stop. */
    STOPPED_EARLIER,
    STOPPED_BEFORE_START
  }

  /** A person must change the object, or something that it names. */
  record Reject(Reason reason, String message) implements Staying {}

  /** Something that the object names is not there yet. */
  record WaitFor(Reason reason, String message) implements Staying {}

  /** spec.hold. */
  record Hold() implements Staying {}

  /** Write-ahead: only the status is written. */
  record ReserveName(Reservation reservation, Preflight preflight) implements Staying {}

  /** Copies a brought manifest to an address that holds its hash. */
  record CopyManifest(ManifestCopy copy) implements Staying {}

  /** Puts the files into S3 that the request names. */
  record PublishAssets(List<Asset> assets) implements Staying {}

  /** Sends the reserved request. The only action that costs money. */
  record CreateJob(LabelingJobRequest request) implements Staying {}

  /** Writes down a job that exists under the name. Changes nothing in AWS. */
  record Adopt(Reservation reservation, RemoteLabelingJob job) implements Staying {}

  /** The name is taken and may not be used. */
  record RefuseTakeover(Reason reason, String message) implements Staying {}

  /**
   * Writes down how the job does.
   *
   * @param job empty when nobody saw it in this pass
   */
  record Track(Optional<RemoteLabelingJob> job, Optional<OutputLook> output) implements Reporting {}

  /** Writes down the end. */
  record Conclude(End end, Optional<RemoteLabelingJob> job) implements Reporting {}

  /** spec.stop was set after somebody else had stopped the job: that is as wished then. */
  record AgreeToStop() implements Staying {}

  /** After the end: writes down what the output tree shows. */
  record ReadResults(OutputLook output) implements Staying {}

  /**
   * Stops the paid job for good, after writing to its tags that LabelOps does so.
   *
   * @param mark what its tags say
   */
  record StopJob(RemoteLabelingJob job, JobMark mark, JobMark.StopReason reason)
      implements Staying {
    public String jobName() {
      return job.name();
    }
  }

  /** Moves the failed attempt to the history and reserves the name of the next. */
  record StartNextAttempt(Reservation reservation, RemoteLabelingJob failed) implements Staying {}

  /** ttlAfterFinished: deletes the Kubernetes object. */
  record DeleteExpired() implements JobAction {}

  /** An AWS call failed while looking. */
  record AwaitCloud(CloudFailure failure) implements Staying {}

  /** Deletion waits, and says for what. */
  record BlockDeletion(Reason reason, String message) implements Staying {}

  /**
   * Lets the object go.
   *
   * @param left what stays in AWS and goes on costing, if anything
   */
  record ReleaseFinalizer(Optional<String> left) implements JobAction {}

  /**
   * Nothing to do.
   *
   * @param until next look, if any
   */
  record Nothing(Optional<Instant> until) implements Reporting {}
}
