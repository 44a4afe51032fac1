package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Jdbi;

/** Begins the end of a job that its owner wants stopped. */
public final class JobStop {
  private final Jdbi jdbi;
  private final LongConsumer wake;
  private final Clock clock;

  /**
   * @param wake receives the id of a job to check immediately
   */
  public JobStop(Jdbi jdbi, LongConsumer wake, Clock clock) {
    this.jdbi = jdbi;
    this.wake = wake;
    this.clock = clock;
  }

  /**
   * Moves the job to Stopping, takes back every task and cancels its learning run; answers given so
   * far stay.
   *
   * @return the status that forbids it; empty when the job is stopping now
   */
  public Optional<JobStatus> request(long jobId) {
    Optional<JobStatus> forbidding =
        jdbi.inTransaction(
            handle -> {
              JobTable jobs = new JobTable(handle);
              Job job = jobs.lock(jobId);
              if (job.status() != JobStatus.Initializing && job.status() != JobStatus.InProgress) {
                return Optional.of(job.status());
              }
              Instant now = clock.instant();
              new TaskTable(handle).endAll(jobId, TaskRow.State.Lapsed, now);
              new RunTable(handle).cancelAll(jobId, now);
              jobs.stoppingSince(jobId, now);
              jobs.status(jobId, JobStatus.Stopping, Optional.empty(), now);
              new JobSchedule(handle).lookAgain(jobId, Optional.of(now));
              return Optional.empty();
            });
    if (forbidding.isEmpty()) {
      wake.accept(jobId);
    }
    return forbidding;
  }
}
