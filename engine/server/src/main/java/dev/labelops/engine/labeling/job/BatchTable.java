package dev.labelops.engine.labeling.job;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_batch} for one job, within one transaction. */
public record BatchTable(Handle handle, long jobId) {
  public void insert(int iteration, int size, Instant publishedAt, Instant deadlineAt) {
    handle
        .createUpdate(
            "INSERT INTO labeling_batch (job_id, iteration, size, published_at, deadline_at)"
                + " VALUES (:job, :iteration, :size, :published, :deadline)")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .bind("size", size)
        .bind("published", Micros.of(publishedAt))
        .bind("deadline", Micros.of(deadlineAt))
        .execute();
  }

  public Optional<Batch> find(int iteration) {
    return handle
        .createQuery("SELECT * FROM labeling_batch WHERE job_id = :job AND iteration = :iteration")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .map((row, context) -> batch(row))
        .findOne();
  }

  /** Batches whose files are not in the output tree yet although they are known. */
  public List<Batch> withoutFiles() {
    return handle
        .createQuery(
            "SELECT * FROM labeling_batch WHERE job_id = :job AND files_done = FALSE"
                + " AND files_due_at IS NOT NULL ORDER BY iteration")
        .bind("job", jobId)
        .map((row, context) -> batch(row))
        .list();
  }

  public void finished(int iteration, Instant now) {
    set(iteration, "finished_at", Micros.of(now));
  }

  public void trained(int iteration) {
    set(iteration, "trained", true);
  }

  public void filesDue(int iteration, Instant when) {
    set(iteration, "files_due_at", Micros.of(when));
  }

  public void filesDone(int iteration) {
    set(iteration, "files_done", true);
  }

  private void set(int iteration, String column, Object value) {
    handle
        .createUpdate(
            "UPDATE labeling_batch SET "
                + column
                + " = :value WHERE job_id = :job AND iteration = :iteration")
        .bind("value", value)
        .bind("job", jobId)
        .bind("iteration", iteration)
        .execute();
  }

  private static Batch batch(ResultSet row) throws SQLException {
    return new Batch(
        row.getInt("iteration"),
        row.getInt("size"),
        Micros.instant(row.getLong("published_at")),
        Micros.instant(row.getLong("deadline_at")),
        Micros.instant(row, "finished_at"),
        Micros.instant(row, "files_due_at"),
        row.getBoolean("files_done"),
        row.getBoolean("trained"));
  }
}
