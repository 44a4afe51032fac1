package dev.labelops.operator.job;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.feed.JobFeed;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Optional;
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

  JobPass(Platform platform, JobObserver observer, JobActor actor, JobFeed feed, JobMemory memory) {
    this.platform = platform;
    this.observer = observer;
    this.actor = actor;
    this.feed = feed;
    this.memory = memory;
  }

  /**
   * Runs the pass.
   *
   * @param id of the object; what it is now is read from the API server
   */
  Result run(ResourceID id) {
    LabelingJob live =
        platform
            .kubernetes()
            .resources(LabelingJob.class)
            .inNamespace(id.getNamespace().orElseThrow())
            .withName(id.getName())
            .get();
    if (live == null || !platform.leading().getAsBoolean()) {
      return new Result(false, Optional.empty());
    }
    JobObservation seen = observer.observe(live, platform.clock().instant());
    JobAction action = JobDecider.decide(seen);
    log(id, action);
    JobOutcome outcome = actor.act(seen, action, () -> delete(live));
    if (action instanceof JobAction.CreateJob || outcome.failure().isPresent()) {
      memory.doubtAbsence(live.getMetadata().getUid());
    }
    Duration failingFor =
        memory.failing(
            live.getMetadata().getUid(), outcome.failure().or(seen::failure), seen.now());
    LabelingJobStatus after = JobStatusMapper.map(seen, action, outcome, failingFor);
    if (!write(live, seen.status(), after, action)) {
      return new Result(false, Optional.of(AFTER_CONFLICT));
    }
    watch(id, seen, after);
    boolean release = action instanceof JobAction.ReleaseFinalizer;
    if (release) {
      feed.forget(id);
      memory.forget(live.getMetadata().getUid());
    }
    return new Result(release, JobSchedule.next(seen, action, outcome, failingFor));
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
      LabelingJob live, LabelingJobStatus before, LabelingJobStatus after, JobAction action) {
    boolean gone =
        action instanceof JobAction.ReleaseFinalizer || action instanceof JobAction.DeleteExpired;
    if (!gone && !after.equals(before)) {
      live.setStatus(after);
      if (platform.statuses().write(live).isEmpty()) {
        return false;
      }
    }
    JobEvents.of(before, after, action)
        .forEach(
            told -> {
              if (told.warning()) {
                platform.events().warning(live, told.reason(), told.message());
              } else {
                platform.events().normal(live, told.reason(), told.message());
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
