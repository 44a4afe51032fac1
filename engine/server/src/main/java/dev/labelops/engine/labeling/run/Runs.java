package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.StepTries;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    return claim(id, UUID.randomUUID().toString());
  }

  /**
   * Takes a run under a name that somebody else knows: who watches the process that claims.
   *
   * @param owner no other claim has the same
   */
  public Optional<Claim> claim(String id, String owner) {
    return jdbi.inTransaction(handle -> claim(handle, id, owner));
  }

  private Optional<Claim> claim(Handle handle, String id, String owner) {
    Instant now = clock.instant();
    return new RunTable(handle).claim(id, owner, now, now.plus(lease));
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
          long jobId = lockedJob(handle, claim.runId());
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
          long jobId = lockedJob(handle, claim.runId());
          return new RunTable(handle).failed(claim, reason, clock.instant())
              && isDue(handle, jobId);
        });
  }

  /**
   * Ends this attempt because something is out of reach just now.
   *
   * @param until when the run can be claimed again
   */
  boolean postpone(Claim claim, Instant until) {
    return jdbi.inTransaction(
        handle -> new RunTable(handle).postponed(claim, until, clock.instant()));
  }

  /** Gives a run back that its owner was asked to end; the next process takes it at once. */
  public void release(String id, String owner) {
    jdbi.useTransaction(
        handle -> {
          RunTable table = new RunTable(handle);
          table.claimOf(id, owner).ifPresent(table::release);
        });
  }

  /**
   * Reports that the process that was to do the run has died. The next one takes it at once, until
   * too many have died.
   *
   * @param owner under which it claimed the run, or was to claim it
   * @param how it died, such as "killed"
   * @return when to try again; empty when the run has ended
   */
  public Optional<Instant> died(String id, String owner, String how) {
    jdbi.useTransaction(
        handle -> {
          lockedJob(handle, id);
          RunTable table = new RunTable(handle);
          table
              .claimOf(id, owner)
              .or(() -> claim(handle, id, owner))
              .ifPresent(claim -> died(handle, claim, how));
        });
    return nextTry(id);
  }

  private void died(Handle handle, Claim claim, String how) {
    RunTable table = new RunTable(handle);
    if (Patience.endedTheProcess(table.tries(claim.runId()).begunAgain())) {
      if (table.failed(claim, Patience.endedRoundReason(how), clock.instant())) {
        isDue(handle, table.find(claim.runId()).orElseThrow().jobId());
      }
    } else {
      table.expire(claim);
    }
  }

  /** How often the run was begun and ended by an error. */
  StepTries tries(Claim claim) {
    return jdbi.withHandle(handle -> new RunTable(handle).tries(claim.runId()));
  }

  /** When the run can be claimed, if nothing changes meanwhile; empty when it has ended. */
  public Optional<Instant> nextTry(String id) {
    return find(id).filter(run -> !run.state().ended()).map(Run::leaseUntil);
  }

  // First the job, as everywhere, then its runs: so that nobody waits for each other.
  private static long lockedJob(Handle handle, String runId) {
    long jobId = new RunTable(handle).find(runId).orElseThrow().jobId();
    return new JobTable(handle).lock(jobId).id();
  }

  private boolean isDue(Handle handle, long jobId) {
    new JobSchedule(handle).lookAgainBy(jobId, clock.instant());
    return true;
  }
}
