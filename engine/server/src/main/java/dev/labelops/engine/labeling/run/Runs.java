package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Long work with a lease, which any process over the same database can claim by its id, continue
 * after another died, and finish. Each method is one transaction.
 *
 * <p>Every method that takes a claim says whether the claim still holds. Once it does not, another
 * process may have the run: its former owner stops and writes nothing more.
 */
public final class Runs {
  private final Jdbi jdbi;
  private final Clock clock;
  private final Duration lease;

  /**
   * @param clock the clocks of processes that share runs may differ by far less than a lease
   * @param lease how long a claim holds when it is not renewed
   */
  public Runs(Jdbi jdbi, Clock clock, Duration lease) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.lease = lease;
  }

  /** The run of that job, round and kind; a new one is queued when there is none. */
  public Run enqueue(RunKind kind, long jobId, int round) {
    return jdbi.inTransaction(
        handle -> {
          // Two that enqueue the same run take turns.
          new JobTable(handle).lock(jobId);
          return new RunTable(handle).enqueue(kind, jobId, round, clock.instant());
        });
  }

  public Optional<Run> find(String id) {
    return jdbi.withHandle(handle -> new RunTable(handle).find(id));
  }

  /** Takes a run that is queued or whose lease ran out; empty when somebody has it or it ended. */
  public Optional<Claim> claim(String id) {
    Instant now = clock.instant();
    return jdbi.inTransaction(handle -> new RunTable(handle).claim(id, now, now.plus(lease)));
  }

  /** Extends the lease from now; to be called several times within one lease. */
  public boolean renew(Claim claim) {
    return jdbi.inTransaction(
        handle -> new RunTable(handle).renew(claim, clock.instant().plus(lease)));
  }

  /**
   * Reports how far the run is.
   *
   * @param text one sentence; cut at 1024 characters
   */
  public boolean progress(Claim claim, String text) {
    return jdbi.inTransaction(handle -> new RunTable(handle).progress(claim, text));
  }

  /**
   * Adds a line to the run's log.
   *
   * @param line cut at 4096 characters
   */
  public boolean log(Claim claim, String line) {
    return jdbi.inTransaction(handle -> new RunTable(handle).log(claim, line, clock.instant()));
  }

  /** The run's log, oldest line first. */
  public List<String> log(String id) {
    return jdbi.withHandle(handle -> new RunTable(handle).log(id));
  }

  /**
   * Finishes the run; its job continues with the result.
   *
   * @param result JSON, in the form that the kind of run has
   */
  public boolean succeed(Claim claim, String result) {
    return jdbi.inTransaction(
        handle -> {
          long jobId = lockedJob(handle, claim);
          return new RunTable(handle).succeeded(claim, result, clock.instant())
              && isDue(handle, jobId);
        });
  }

  /**
   * Ends the run without a result; its job continues without one.
   *
   * @param reason without content of the job's objects; cut at 1024 characters
   */
  public boolean fail(Claim claim, String reason) {
    return jdbi.inTransaction(
        handle -> {
          long jobId = lockedJob(handle, claim);
          return new RunTable(handle).failed(claim, reason, clock.instant())
              && isDue(handle, jobId);
        });
  }

  Duration lease() {
    return lease;
  }

  // First the job, as everywhere, then its runs: so that nobody waits for each other.
  private static long lockedJob(Handle handle, Claim claim) {
    long jobId = new RunTable(handle).find(claim.runId()).orElseThrow().jobId();
    return new JobTable(handle).lock(jobId).id();
  }

  private boolean isDue(Handle handle, long jobId) {
    new JobSchedule(handle).lookAgainBy(jobId, clock.instant());
    return true;
  }
}
