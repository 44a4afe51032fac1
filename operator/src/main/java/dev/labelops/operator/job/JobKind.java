package dev.labelops.operator.job;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.feed.JobFeed;
import dev.labelops.operator.job.act.JobActor;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.look.JobCaches;
import dev.labelops.operator.job.look.JobMemory;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.JobObserver;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.job.status.FailureStatus;
import dev.labelops.operator.job.status.JobEvents;
import dev.labelops.operator.job.status.JobSchedule;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.pass.Kind;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.StatusEvent;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The parts of a pass over a LabelingJob. */
final class JobKind
    implements Kind<LabelingJob, LabelingJobStatus, JobObservation, JobAction, JobOutcome> {
  private final Platform platform;
  private final JobObserver observer;
  private final JobActor actor;
  private final JobFeed feed;
  private final JobCaches caches;
  private final JobMemory memory;

  JobKind(
      Platform platform,
      JobObserver observer,
      JobActor actor,
      JobFeed feed,
      JobCaches caches,
      JobMemory memory) {
    this.caches = caches;
    this.platform = platform;
    this.observer = observer;
    this.actor = actor;
    this.feed = feed;
    this.memory = memory;
  }

  @Override
  public FailurePolicy failures() {
    return FailurePolicy.JOB;
  }

  /** A job that the feed watches: of ten thousand such objects none is read live without need. */
  @Override
  public boolean copySuffices(LabelingJob copy) {
    return copy.getStatus() != null
        && !copy.isMarkedForDeletion()
        && Stage.of(copy.getSpec(), copy.getStatus()) == Stage.STARTED;
  }

  @Override
  public JobObservation observe(LabelingJob object, Instant now) {
    return observer.observe(object, now);
  }

  @Override
  public Optional<CloudFailure> failureOfLook(JobObservation seen) {
    return seen.failure();
  }

  @Override
  public void close(JobObservation seen) {}

  @Override
  public JobAction decide(JobObservation seen) {
    return JobDecider.decide(seen);
  }

  @Override
  public boolean reports(JobAction action) {
    return action instanceof JobAction.Reporting;
  }

  @Override
  public Fate fate(JobAction action) {
    return switch (action) {
      case JobAction.DeleteExpired a -> Fate.DELETED;
      case JobAction.ReleaseFinalizer a -> Fate.RELEASED;
      case JobAction.Staying a -> Fate.STAYS;
    };
  }

  /** A create that was sent may take effect late, whatever came of the call: it is remembered. */
  @Override
  public JobOutcome act(LabelingJob object, JobObservation seen, JobAction action) {
    boolean creates = action instanceof JobAction.CreateJob;
    if (creates) {
      memory.createSent(seen.object().key(), seen.now());
    }
    JobOutcome outcome = actor.act(seen, action, () -> delete(object));
    if (creates) {
      // The last of several attempts may have been sent a moment ago.
      memory.createSent(seen.object().key(), platform.clock().instant());
    }
    if (creates || outcome.failure().isPresent()) {
      memory.doubtAbsence(object.getMetadata().getUid());
    }
    return outcome;
  }

  private void delete(LabelingJob object) {
    platform
        .kubernetes()
        .resource(object)
        .lockResourceVersion(object.getMetadata().getResourceVersion())
        .delete();
  }

  @Override
  public Optional<CloudFailure> failureOfAct(JobOutcome outcome) {
    return outcome.failure();
  }

  @Override
  public LabelingJobStatus status(
      JobObservation seen, JobAction action, JobOutcome outcome, Duration failingFor) {
    return JobStatusMapper.map(seen, action, outcome, failingFor);
  }

  @Override
  public LabelingJobStatus frozen(LabelingJob object, Instant now) {
    return JobStatusMapper.frozen(new ObservationDraft(object, now).build());
  }

  @Override
  public LabelingJobStatus with(
      LabelingJobStatus status, long observedGeneration, List<Condition> conditions) {
    return FailureStatus.with(orEmpty(status), observedGeneration, conditions);
  }

  @Override
  public List<StatusEvent> events(
      LabelingJobStatus before, LabelingJobStatus after, Optional<JobAction> action) {
    return JobEvents.of(orEmpty(before), orEmpty(after), action);
  }

  private static LabelingJobStatus orEmpty(LabelingJobStatus status) {
    return status == null ? LabelingJobStatus.EMPTY : status;
  }

  @Override
  public Optional<Duration> next(
      JobObservation seen, JobAction action, JobOutcome outcome, Optional<Duration> retry) {
    return JobSchedule.next(seen, action, retry);
  }

  /** After a lost write, the pass checks again, so only what is stored in status counts as seen. */
  @Override
  public void written(
      LabelingJob object, JobObservation seen, JobAction action, LabelingJobStatus after) {
    remember(object.getMetadata().getUid(), seen, action, after);
    ResourceID id = ResourceID.fromResource(object);
    if (Stage.of(seen.spec(), after) == Stage.STARTED && seen.scope().isPresent()) {
      feed.watch(seen.scope().get(), after.jobName(), id);
    } else {
      feed.forget(id);
    }
    if (seen.stage() != Stage.ENDED && Stage.of(seen.spec(), after) == Stage.ENDED) {
      caches.waitingFor(object).forEach(feed::wake);
    }
  }

  private void remember(
      String uid, JobObservation seen, JobAction action, LabelingJobStatus after) {
    switch (action) {
      case JobAction.Track track -> {
        if (track.output().isPresent()) {
          memory.lookedAtOutput(uid, seen.now(), Optional.ofNullable(after.counters()));
        }
      }
      case JobAction.ReadResults a ->
          memory.lookedAtOutput(uid, seen.now(), Optional.ofNullable(after.counters()));
      case JobAction.Adopt a -> memory.forgetSearch(uid);
      case JobAction.Conclude a -> memory.forgetSearch(uid);
      case JobAction.CreateJob a -> memory.forgetSearch(uid);
      case JobAction.Nothing a -> {}
      case JobAction.Reject a -> {}
      case JobAction.WaitFor a -> {}
      case JobAction.Hold a -> {}
      case JobAction.ReserveName a -> {}
      case JobAction.CopyManifest a -> {}
      case JobAction.PublishAssets a -> {}
      case JobAction.RefuseTakeover a -> {}
      case JobAction.AgreeToStop a -> {}
      case JobAction.StopJob a -> {}
      case JobAction.StartNextAttempt a -> {}
      case JobAction.DeleteExpired a -> {}
      case JobAction.AwaitCloud a -> {}
      case JobAction.BlockDeletion a -> {}
      case JobAction.ReleaseFinalizer a -> {}
    }
  }

  @Override
  public void forget(LabelingJob gone) {
    feed.forget(ResourceID.fromResource(gone));
    memory.forget(gone.getMetadata().getUid());
  }
}
