package dev.labelops.operator.job.act;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.sagemaker.LabelingJobRequest;
import dev.labelops.operator.aws.sagemaker.LabelingJobs;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.JobMark;
import dev.labelops.operator.job.plan.ManifestCopy;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The only code of this kind with side effects; one kind of effect per action. */
public final class JobActor {
  private static final Logger LOG = LoggerFactory.getLogger(JobActor.class);

  /** Deletes the Kubernetes object that was observed, unless it changed since. */
  @FunctionalInterface
  public interface ObjectDeleter {
    void delete();
  }

  private final LabelingJobs jobs;
  private final Function<AwsClients.Scope, ObjectStore> stores;

  public JobActor(LabelingJobs jobs, Function<AwsClients.Scope, ObjectStore> stores) {
    this.jobs = jobs;
    this.stores = stores;
  }

  public JobOutcome act(JobObservation seen, JobAction action, ObjectDeleter deleter) {
    try {
      return switch (action) {
        case JobAction.PublishAssets publish -> publish(seen, publish.assets());
        case JobAction.CopyManifest copy -> copy(seen, copy.copy());
        case JobAction.CreateJob create -> create(seen, create.request());
        case JobAction.StopJob stop -> {
          stop(seen.scope().orElseThrow(), stop);
          yield JobOutcome.DONE;
        }
        case JobAction.DeleteExpired expired -> {
          deleter.delete();
          yield JobOutcome.DONE;
        }
        case JobAction.Reject a -> JobOutcome.DONE;
        case JobAction.WaitFor a -> JobOutcome.DONE;
        case JobAction.Hold a -> JobOutcome.DONE;
        case JobAction.ReserveName a -> JobOutcome.DONE;
        case JobAction.Adopt a -> JobOutcome.DONE;
        case JobAction.RefuseTakeover a -> JobOutcome.DONE;
        case JobAction.Track a -> JobOutcome.DONE;
        case JobAction.Conclude a -> JobOutcome.DONE;
        case JobAction.AgreeToStop a -> JobOutcome.DONE;
        case JobAction.ReadResults a -> JobOutcome.DONE;
        case JobAction.StartNextAttempt a -> JobOutcome.DONE;
        case JobAction.AwaitCloud a -> JobOutcome.failed(a.failure());
        case JobAction.BlockDeletion a -> JobOutcome.DONE;
        case JobAction.ReleaseFinalizer a -> JobOutcome.DONE;
        case JobAction.Nothing a -> JobOutcome.DONE;
      };
    } catch (CloudFailure failure) {
      return JobOutcome.failed(failure);
    }
  }

  private JobOutcome publish(JobObservation seen, List<Asset> assets) {
    ObjectStore store = stores.apply(seen.scope().orElseThrow());
    for (Asset asset : assets) {
      S3Location place = S3Location.parse(asset.uri());
      store.putIfAbsent(
          place.bucket(),
          place.key(),
          asset.contentType(),
          new ByteArrayInputStream(asset.content().getBytes(StandardCharsets.UTF_8)));
    }
    return JobOutcome.DONE;
  }

  private JobOutcome copy(JobObservation seen, ManifestCopy copy) {
    ObjectStore store = stores.apply(seen.scope().orElseThrow());
    S3Location from = S3Location.parse(copy.from());
    S3Location to = S3Location.parse(copy.to());
    store
        .read(
            from.bucket(),
            from.key(),
            (about, content) -> {
              if (!about.etag().equals(copy.etag())) {
                throw changed(copy);
              }
              return store.putIfAbsent(to.bucket(), to.key(), ManifestCopy.CONTENT_TYPE, content);
            })
        .orElseThrow(() -> changed(copy));
    return JobOutcome.DONE;
  }

  private static CloudFailure changed(ManifestCopy copy) {
    return new CloudFailure(
        ErrorClass.CONFLICT,
        "s3:GetObject",
        "Changed",
        "the manifest " + copy.from() + " changed after it was checked",
        null);
  }

  /**
   * The tag comes first: after a crash in between, the job is known as one that was to be stopped.
   * A policy that does not let the operator tag must not keep a job running that nobody wants.
   */
  private void stop(AwsClients.Scope scope, JobAction.StopJob stop) {
    try {
      jobs.tag(scope, stop.job().arn(), JobMark.stopTags(stop.mark(), stop.reason()));
    } catch (CloudFailure failure) {
      switch (failure.errorClass()) {
        case DENIED, INVALID, QUOTA ->
            LOG.warn(
                "{} is stopped without a tag that says so: {}", stop.jobName(), failure.sentence());
        default -> throw failure;
      }
    }
    jobs.stop(scope, stop.jobName());
  }

  private JobOutcome create(JobObservation seen, LabelingJobRequest request) {
    if (!request.jobName().equals(seen.status().jobName())) {
      throw new IllegalStateException(
          "'" + request.jobName() + "' is not the reserved name: refusing to pay for it");
    }
    return JobOutcome.created(jobs.create(seen.scope().orElseThrow(), request));
  }
}
