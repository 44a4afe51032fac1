package dev.labelops.operator.job;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.feed.JobFeed;
import dev.labelops.operator.job.act.JobActor;
import dev.labelops.operator.job.decide.JobOutcome;
import dev.labelops.operator.job.decide.JobAction;
import dev.labelops.operator.job.decide.JobDecider;
import dev.labelops.operator.job.look.JobMemory;
import dev.labelops.operator.job.look.JobObservation;
import dev.labelops.operator.job.look.JobObserver;
import dev.labelops.operator.job.look.ObservationDraft;
import dev.labelops.operator.job.plan.Stage;
import dev.labelops.operator.job.status.FailureStatus;
import dev.labelops.operator.job.status.JobEvents;
import dev.labelops.operator.job.status.JobSchedule;
import dev.labelops.operator.job.status.JobStatusMapper;
import dev.labelops.operator.pass.FailureStreaks;
import dev.labelops.operator.pass.FailureStreaks.Streak;
import dev.labelops.operator.status.MissedLooks;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one object: observe, decide, act, write. */
final class JobPass {
  private static final Logger LOG = LoggerFactory.getLogger(JobPass.class);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);

  /**
   * How a pass ended.
   *
   * @param release the finalizer may go
   * @param next pass, if nothing wakes the object before
   */
  record Result(boolean release, Optional<Duration> next) {}

  private final Platform platform;
  private final JobObserver observer;
  private final JobActor actor;
  private final JobFeed feed;
  private final JobMemory memory;
  private final FailureStreaks streaks = new FailureStreaks();

  JobPass(Platform platform, JobObserver observer, JobActor actor, JobFeed feed, JobMemory memory) {
    this.platform = platform;
    this.observer = observer;
    this.actor = actor;
    this.feed = feed;
    this.memory = memory;
  }

  /**
   * Runs the pass. What the informer holds is enough to tell about a job that is watched, for a
   * status written over anything newer is refused; all else is decided on what the API server holds
   * now.
   *
   * @param cached the informer's copy, for this pass alone
   */
  Result run(LabelingJob cached) {
    ResourceID id = ResourceID.fromResource(cached);
    if (watched(cached)) {
      Optional<Result> told = over(id, cached, JobPass::onlyTells);
      if (told.isPresent()) {
        return told.get();
      }
    }
    LabelingJob live =
        platform
            .kubernetes()
            .resources(LabelingJob.class)
            .inNamespace(id.getNamespace().orElseThrow())
            .withName(id.getName())
            .get();
    if (live == null) {
      forget(cached);
      return new Result(false, Optional.empty());
    }
    return over(id, live, action -> true)
        .orElseGet(() -> new Result(false, Optional.of(AFTER_CONFLICT)));
  }

  private static boolean watched(LabelingJob cached) {
    return cached.getStatus() != null
        && cached.getMetadata().getDeletionTimestamp() == null
        && Stage.of(cached.getSpec(), cached.getStatus()) == Stage.STARTED;
  }

  private static boolean onlyTells(JobAction action) {
    return action instanceof JobAction.Nothing
        || action instanceof JobAction.Track
        || action instanceof JobAction.Conclude;
  }

  /** Empty when the action is not allowed, or when somebody else has written meanwhile. */
  private Optional<Result> over(ResourceID id, LabelingJob object, Predicate<JobAction> allowed) {
    if (!platform.leading().getAsBoolean()) {
      return Optional.of(new Result(false, Optional.empty()));
    }
    JobObservation seen = observer.observe(object, platform.clock().instant());
    JobAction action = JobDecider.decide(seen);
    if (!allowed.test(action)) {
      return Optional.empty();
    }
    log(id, action);
    String uid = object.getMetadata().getUid();
    if (action instanceof JobAction.CreateJob) {
      memory.createSent(seen.object().key(), seen.now());
    }
    JobOutcome outcome = actor.act(seen, action, () -> delete(object));
    if (action instanceof JobAction.CreateJob) {
      // The last of several attempts may have been sent a moment ago.
      memory.createSent(seen.object().key(), platform.clock().instant());
    }
    if (action instanceof JobAction.CreateJob || outcome.failure().isPresent()) {
      memory.doubtAbsence(uid);
    }
    Optional<CloudFailure> failure = outcome.failure().or(seen::failure);
    Optional<Streak> streak = streaks.count(object, failure, seen.now());
    Duration failingFor =
        streak
            .map(s -> FailureStatus.counted(seen.status(), s.failure(), s.lasting()))
            .orElse(Duration.ZERO);
    LabelingJobStatus after =
        FailureStatus.synced(
            seen.status(),
            JobStatusMapper.map(seen, action, outcome, failingFor),
            streak.map(Streak::missed),
            seen.now());
    if (!write(object, seen.status(), after, action)) {
      return Optional.empty();
    }
    remember(uid, seen, action, after);
    watch(id, seen, after);
    boolean release = action instanceof JobAction.ReleaseFinalizer;
    if (release) {
      forget(object);
    }
    return Optional.of(new Result(release, JobSchedule.next(seen, action, outcome, failingFor)));
  }

  /** A pass came to no end: only what its conditions say of that is written. */
  void missed(LabelingJob live, MissedLooks missed, Instant now) {
    ObservationDraft seen = new ObservationDraft(live, now);
    LabelingJobStatus after = FailureStatus.missed(seen.status, seen.object, missed, now);
    write(live, seen.status, after, new JobAction.Nothing(Optional.empty()));
  }

  private void forget(LabelingJob gone) {
    feed.forget(ResourceID.fromResource(gone));
    memory.forget(gone.getMetadata().getUid());
    streaks.ended(gone);
  }

  /**
   * What counts as seen only because it is written down: a write that is lost is looked for again.
   */
  private void remember(
      String uid, JobObservation seen, JobAction action, LabelingJobStatus after) {
    switch (action) {
      case JobAction.Track track when track.output().isPresent() ->
          memory.lookedAtOutput(uid, seen.now(), Optional.ofNullable(after.counters()));
      case JobAction.ReadResults read ->
          memory.lookedAtOutput(uid, seen.now(), Optional.ofNullable(after.counters()));
      case JobAction.Adopt adopt -> memory.forgetSearch(uid);
      case JobAction.Conclude conclude -> memory.forgetSearch(uid);
      case JobAction.CreateJob create -> memory.forgetSearch(uid);
      default -> {}
    }
  }

  private void delete(LabelingJob live) {
    platform
        .kubernetes()
        .resource(live)
        .lockResourceVersion(live.getMetadata().getResourceVersion())
        .delete();
  }

  private void log(ResourceID id, JobAction action) {
    String name = action.getClass().getSimpleName();
    platform.metrics().action("LabelingJob", name);
    if (action instanceof JobAction.Nothing || action instanceof JobAction.Track) {
      LOG.debug("{} {}", id, name);
    } else {
      LOG.info("{} {}", id, name);
    }
  }

  /** Writes the status when it differs, then tells; false when somebody else was faster. */
  private boolean write(
      LabelingJob object, LabelingJobStatus before, LabelingJobStatus after, JobAction action) {
    boolean gone =
        action instanceof JobAction.ReleaseFinalizer || action instanceof JobAction.DeleteExpired;
    if (!gone && !after.equals(before)) {
      object.setStatus(after);
      if (platform.statuses().write(object).isEmpty()) {
        return false;
      }
    }
    JobEvents.of(before, after, action)
        .forEach(
            told -> {
              if (told.warning()) {
                platform.events().warning(object, told.reason(), told.message());
              } else {
                platform.events().normal(object, told.reason(), told.message());
              }
            });
    return true;
  }

  private void watch(ResourceID id, JobObservation seen, LabelingJobStatus after) {
    if (Stage.of(seen.spec(), after) == Stage.STARTED && seen.scope().isPresent()) {
      feed.watch(seen.scope().get(), after.jobName(), id);
    } else {
      feed.forget(id);
    }
  }
}
