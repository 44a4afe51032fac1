package dev.labelops.engine.sagemaker.labelingjob;

import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.quirks.Quirks;
import dev.labelops.engine.sagemaker.SageMakerErrors;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * What a caller of the API sees of labeling jobs: the stored ones through the quirks in force.
 *
 * @param quirks the quirks in force
 * @param pace how long the counters stay zero after the start without a quirk: one tick
 * @param clock the time
 */
public record LabelingJobs(QuirkBoard quirks, Pace pace, Clock clock) {
  /**
   * @throws AwsError in the form of the service when there is no such job or it is not visible yet
   */
  Job find(Handle handle, Caller caller, String name) {
    return new JobTable(handle)
        .find(new JobKey(caller.accountId(), caller.region(), name))
        .filter(job -> !job.createdAt().isAfter(visibleUntil()))
        .orElseThrow(() -> notFound(name));
  }

  /** Jobs created later are not found yet. */
  Instant visibleUntil() {
    return clock.instant().minus(quirks.current().describeBlindFor());
  }

  private AwsError notFound(String name) {
    if (quirks.current().jobNotFoundAsResourceNotFound()) {
      return SageMakerErrors.NO_SUCH_JOB_AS_MODELLED.of(name);
    }
    return SageMakerErrors.NO_SUCH_JOB.of(name);
  }

  /** LabelCounters as they are shown: zero for a while after the start. */
  Counters shownCounters(Job job) {
    Quirks now = quirks.current();
    Duration zero =
        now.zeroCountersFor().compareTo(pace.tick()) > 0 ? now.zeroCountersFor() : pace.tick();
    boolean young =
        job.startedAt().isEmpty() || clock.instant().isBefore(job.startedAt().get().plus(zero));
    return young && !job.status().terminal() ? Counters.ZERO : job.counters();
  }

  Instant shownModified(Job job) {
    return quirks.current().lastModifiedStandsStill() ? job.createdAt() : job.modifiedAt();
  }

  /** Whether LabelingJobOutput is known: from the end on, unless the job never got going. */
  static boolean hasOutput(Job job) {
    return job.startedAt().isPresent()
        && (job.status().terminal() || job.status() == JobStatus.Stopping);
  }
}
