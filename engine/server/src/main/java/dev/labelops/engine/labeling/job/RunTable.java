package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.Run.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The tables {@code labeling_run} and {@code labeling_run_log}, within one transaction. Only the
 * owner of a claim that holds changes a run; for everybody else nothing happens.
 */
public record RunTable(Handle handle) {
  private static final int LONGEST_TEXT = 1024;
  private static final int LONGEST_LINE = 4096;

  /** The run of that job, round and kind, added to its queue when there was none. */
  public Run enqueue(RunKind kind, long jobId, int round, Instant now) {
    Optional<Run> there = find(kind, jobId, round);
    if (there.isPresent()) {
      return there.get();
    }
    String id = UUID.randomUUID().toString();
    handle
        .createUpdate(
            "INSERT INTO labeling_run (id, job_id, round, kind, state, created_at)"
                + " VALUES (:id, :job, :round, :kind, 'Queued', :now)")
        .bind("id", id)
        .bind("job", jobId)
        .bind("round", round)
        .bind("kind", kind.name())
        .bind("now", Micros.of(now))
        .execute();
    new RunQueue(handle, kind).put(id, now);
    return find(id).orElseThrow();
  }

  public Optional<Run> find(String id) {
    return handle
        .createQuery("SELECT * FROM labeling_run WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> run(row))
        .findOne();
  }

  /** The run of a job after one of its batches. */
  public Optional<Run> find(RunKind kind, long jobId, int round) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_run WHERE job_id = :job AND round = :round AND kind = :kind")
        .bind("job", jobId)
        .bind("round", round)
        .bind("kind", kind.name())
        .map((row, context) -> run(row))
        .findOne();
  }

  /** Takes a run that is queued and not to be tried later, or whose owner let the lease run out. */
  public Optional<Claim> claim(String id, Instant now, Instant leaseUntil) {
    return claim(id, UUID.randomUUID().toString(), now, leaseUntil);
  }

  /**
   * Like {@link #claim(String, Instant, Instant)}.
   *
   * @param owner no other claim has the same
   */
  public Optional<Claim> claim(String id, String owner, Instant now, Instant leaseUntil) {
    int claimed =
        handle
            .createUpdate(
                "UPDATE labeling_run SET state = 'Running', owner = :owner,"
                    + " lease_until = :until, started_at = :now, attempts = attempts + 1"
                    + " WHERE id = :id AND state IN ('Queued', 'Running') AND lease_until <= :now")
            .bind("owner", owner)
            .bind("until", Micros.of(leaseUntil))
            .bind("now", Micros.of(now))
            .bind("id", id)
            .execute();
    return claimed == 0
        ? Optional.empty()
        : find(id).map(run -> new Claim(id, owner, run.attempts()));
  }

  /** The claim of this owner, while it holds. */
  public Optional<Claim> claimOf(String id, String owner) {
    return handle
        .createQuery(
            "SELECT attempts FROM labeling_run"
                + " WHERE id = :id AND owner = :owner AND state = 'Running'")
        .bind("id", id)
        .bind("owner", owner)
        .mapTo(Integer.class)
        .findOne()
        .map(attempt -> new Claim(id, owner, attempt));
  }

  /** Ends the claim of an owner that died; its attempt counts. */
  public void expire(Claim claim) {
    change("lease_until = 0", claim).execute();
  }

  /** Ends the claim of an owner that was asked to end; its attempt does not count. */
  public void release(Claim claim) {
    change("state = 'Queued', lease_until = 0, attempts = attempts - 1", claim).execute();
  }

  /** Extends the claim; false when it holds no more. */
  public boolean renew(Claim claim, Instant leaseUntil) {
    return change("lease_until = :until", claim).bind("until", Micros.of(leaseUntil)).execute()
        == 1;
  }

  /**
   * Whether the claim holds, and nobody can take it until the transaction ends. Everything that its
   * owner writes begins with this.
   */
  public boolean hold(Claim claim) {
    return handle
        .createQuery(
            "SELECT 1 FROM labeling_run WHERE id = :id AND owner = :owner AND state = 'Running'"
                + " FOR UPDATE")
        .bind("id", claim.runId())
        .bind("owner", claim.owner())
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  public boolean progress(Claim claim, String text) {
    return change("progress = :text", claim).bind("text", cut(text, LONGEST_TEXT)).execute() == 1;
  }

  /** Adds a line to the run's log. */
  public boolean log(Claim claim, String line, Instant now) {
    return handle
            .createUpdate(
                "INSERT INTO labeling_run_log (run_id, at, line)"
                    + " SELECT id, :now, :line FROM labeling_run"
                    + " WHERE id = :id AND owner = :owner AND state = 'Running'")
            .bind("now", Micros.of(now))
            .bind("line", cut(line, LONGEST_LINE))
            .bind("id", claim.runId())
            .bind("owner", claim.owner())
            .execute()
        == 1;
  }

  public boolean succeeded(Claim claim, String result, Instant now) {
    return change("state = 'Succeeded', result = :result, ended_at = :now", claim)
            .bind("result", result)
            .bind("now", Micros.of(now))
            .execute()
        == 1;
  }

  public boolean failed(Claim claim, String reason, Instant now) {
    return change("state = 'Failed', failure = :reason, ended_at = :now", claim)
            .bind("reason", cut(reason, LONGEST_TEXT))
            .bind("now", Micros.of(now))
            .execute()
        == 1;
  }

  /** Ends an attempt because something was out of reach; the run can be claimed again then. */
  public boolean postponed(Claim claim, Instant until, Instant now) {
    return change(
                "state = 'Queued', lease_until = :until, failures = failures + 1,"
                    + " failing_since = COALESCE(failing_since, :now)",
                claim)
            .bind("until", Micros.of(until))
            .bind("now", Micros.of(now))
            .execute()
        == 1;
  }

  /** How often the run was begun and ended by an error. */
  public StepTries tries(String id) {
    return handle
        .createQuery("SELECT attempts, failures, failing_since FROM labeling_run WHERE id = :id")
        .bind("id", id)
        .map(
            (row, context) ->
                new StepTries(
                    row.getInt("attempts"),
                    row.getInt("failures"),
                    Micros.instant(row, "failing_since")))
        .one();
  }

  /**
   * Ends every run of the job that has not ended: nobody waits for it any more. What it wrote is
   * dropped.
   */
  public void cancelAll(long jobId, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_run SET state = 'Cancelled', ended_at = :now"
                + " WHERE job_id = :job AND state IN ('Queued', 'Running')")
        .bind("job", jobId)
        .bind("now", Micros.of(now))
        .execute();
    dropWrittenOf(jobId, State.Cancelled);
  }

  /** Drops what runs of the job wrote. */
  public void dropWrittenOf(long jobId, State... ofState) {
    handle
        .createQuery("SELECT id FROM labeling_run WHERE job_id = :job AND state IN (<states>)")
        .bind("job", jobId)
        .bindList("states", Stream.of(ofState).map(State::name).toList())
        .mapTo(String.class)
        .list()
        .forEach(this::dropWritten);
  }

  /** Drops what the job's learning run of this round wrote, if there was one. */
  public void dropWritten(long jobId, int round) {
    find(RunKind.LEARNING, jobId, round).map(Run::id).ifPresent(this::dropWritten);
  }

  /** Drops what the run wrote: labels and the model. */
  public void dropWritten(String id) {
    new RunLabelTable(handle, id).clear();
    new RunFileTable(handle, id).clear();
  }

  /** Ends every claim: its owners are known to be gone. */
  public void expireAll() {
    handle.execute("UPDATE labeling_run SET lease_until = 0 WHERE state = 'Running'");
  }

  /** The log of a run, oldest line first. */
  public List<String> log(String id) {
    return handle
        .createQuery("SELECT line FROM labeling_run_log WHERE run_id = :id ORDER BY id")
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }

  private Update change(String what, Claim claim) {
    return handle
        .createUpdate(
            "UPDATE labeling_run SET "
                + what
                + " WHERE id = :id AND owner = :owner AND state = 'Running'")
        .bind("id", claim.runId())
        .bind("owner", claim.owner());
  }

  private static String cut(String text, int length) {
    return text.substring(0, Math.min(text.length(), length));
  }

  private static Run run(ResultSet row) throws SQLException {
    return new Run(
        row.getString("id"),
        row.getLong("job_id"),
        row.getInt("round"),
        RunKind.valueOf(row.getString("kind")),
        State.valueOf(row.getString("state")),
        Micros.instant(row.getLong("lease_until")),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("progress")),
        Optional.ofNullable(row.getString("result")),
        Optional.ofNullable(row.getString("failure")));
  }
}
