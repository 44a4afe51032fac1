package dev.labelops.engine.labeling.job;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/**
 * The queue of one kind of run, within one transaction, so that a run is due exactly when the
 * change that makes it due is committed. db-scheduler takes runs from the same table: it picks
 * those that are due, renews their heartbeats, and finds those whose engine died.
 *
 * <p>A picked row belongs to the engine that picked it. Its version changes with every owner, so
 * that an engine that lost its lease changes nothing here.
 */
public record RunQueue(Handle handle, RunKind kind) {
  /** Sets when the run is due. A run in progress stays as it is: {@link #release} decides. */
  public void put(String id, Instant when) {
    int waiting =
        update(
                "UPDATE %s SET execution_time = :when, version = version + 1"
                    + " WHERE task_name = :kind AND task_instance = :id AND picked = FALSE",
                id)
            .bind("when", micros(when))
            .execute();
    if (waiting == 0 && !has(id)) {
      update(
              "INSERT INTO %s (task_name, task_instance, execution_time, picked,"
                  + " consecutive_failures, version)"
                  + " VALUES (:kind, :id, :when, FALSE, 0, :version)",
              id)
          .bind("when", micros(when))
          // No version of an earlier row of this run, which a late engine may still have.
          .bind("version", ThreadLocalRandom.current().nextLong(Long.MAX_VALUE / 2))
          .execute();
    }
  }

  /** Removes a run that is not in progress. */
  public void remove(String id) {
    update("DELETE FROM %s WHERE task_name = :kind AND task_instance = :id AND picked = FALSE", id)
        .execute();
  }

  /** Whether the run still belongs to the engine that picked this version. */
  public boolean holds(String id, long version) {
    return handle
            .createQuery(
                "SELECT COUNT(*) FROM "
                    + kind.table()
                    + " WHERE task_name = :kind AND task_instance = :id AND picked = TRUE"
                    + " AND version = :version")
            .bind("kind", kind.name())
            .bind("id", id)
            .bind("version", version)
            .mapTo(Long.class)
            .one()
        == 1;
  }

  /**
   * Ends the picked run, so that it can be put again.
   *
   * @return whether this version still held it; otherwise nothing changed
   */
  public boolean release(String id, long version) {
    return update(
                "DELETE FROM %s WHERE task_name = :kind AND task_instance = :id"
                    + " AND picked = TRUE AND version = :version",
                id)
            .bind("version", version)
            .execute()
        == 1;
  }

  /** Takes every run from engines that are known to be gone. */
  public void releaseAll() {
    handle.execute(
        "UPDATE "
            + kind.table()
            + " SET picked = FALSE, picked_by = NULL, last_heartbeat = NULL,"
            + " version = version + 1 WHERE picked = TRUE");
  }

  private boolean has(String id) {
    return handle
            .createQuery(
                "SELECT COUNT(*) FROM "
                    + kind.table()
                    + " WHERE task_name = :kind AND task_instance = :id")
            .bind("kind", kind.name())
            .bind("id", id)
            .mapTo(Long.class)
            .one()
        == 1;
  }

  private Update update(String sql, String id) {
    return handle
        .createUpdate(sql.formatted(kind.table()))
        .bind("kind", kind.name())
        .bind("id", id);
  }

  // What the columns hold; a rounded-up time would be due after labeling_job.due_at.
  private static Instant micros(Instant when) {
    return when.truncatedTo(ChronoUnit.MICROS);
  }
}
