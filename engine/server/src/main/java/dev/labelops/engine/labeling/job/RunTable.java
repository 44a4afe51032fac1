package dev.labelops.engine.labeling.job;

import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.Run.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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

  /** Takes a run that is queued, or whose owner let the lease run out. */
  public Optional<Claim> claim(String id, Instant now, Instant leaseUntil) {
    String owner = UUID.randomUUID().toString();
    int claimed =
        handle
            .createUpdate(
                "UPDATE labeling_run SET state = 'Running', owner = :owner,"
                    + " lease_until = :until, started_at = :now, attempts = attempts + 1"
                    + " WHERE id = :id AND (state = 'Queued'"
                    + " OR (state = 'Running' AND lease_until <= :now))")
            .bind("owner", owner)
            .bind("until", Micros.of(leaseUntil))
            .bind("now", Micros.of(now))
            .bind("id", id)
            .execute();
    return claimed == 0
        ? Optional.empty()
        : find(id).map(run -> new Claim(id, owner, run.attempts()));
  }

  /** Extends the claim; false when it holds no more. */
  public boolean renew(Claim claim, Instant leaseUntil) {
    return change("lease_until = :until", claim).bind("until", Micros.of(leaseUntil)).execute()
        == 1;
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

  /** Ends every run of the job that has not ended: nobody waits for it any more. */
  public void cancelAll(long jobId, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_run SET state = 'Cancelled', ended_at = :now"
                + " WHERE job_id = :job AND state IN ('Queued', 'Running')")
        .bind("job", jobId)
        .bind("now", Micros.of(now))
        .execute();
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
