package dev.labelops.engine.labeling.work;

import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.labeling.job.TaskRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code portal_ahead}, within one transaction: the task that a worker sees next. A row
 * is in no count of an object, so nothing waits for it; its lease ends by itself.
 */
record AheadTable(Handle handle) {
  void insert(TaskRow task) {
    handle
        .createUpdate(
            """
            INSERT INTO portal_ahead (task_id, job_id, object_id, iteration, worker_sub, worker_id,
              user_pool_id, lease_until)
            VALUES (:id, :job, :object, :iteration, :sub, :worker, :pool, :lease)
            """)
        .bind("id", task.id())
        .bind("job", task.jobId())
        .bind("object", task.objectId())
        .bind("iteration", task.iteration())
        .bind("sub", task.workerSub())
        .bind("worker", task.workerId())
        .bind("pool", task.userPoolId())
        .bind("lease", Micros.of(task.leaseUntil()))
        .execute();
  }

  Optional<TaskRow> find(String taskId) {
    return handle
        .createQuery("SELECT * FROM portal_ahead WHERE task_id = :id")
        .bind("id", taskId)
        .map((row, context) -> task(row))
        .findOne();
  }

  /** The worker's one of a job. */
  Optional<TaskRow> of(long jobId, Worker worker) {
    return handle
        .createQuery(
            "SELECT * FROM portal_ahead WHERE job_id = :job AND user_pool_id = :pool"
                + " AND worker_sub = :sub")
        .bind("job", jobId)
        .bind("pool", worker.userPoolId())
        .bind("sub", worker.sub())
        .map((row, context) -> task(row))
        .findOne();
  }

  void renew(String taskId, Instant until) {
    handle
        .createUpdate("UPDATE portal_ahead SET lease_until = :until WHERE task_id = :id")
        .bind("until", Micros.of(until))
        .bind("id", taskId)
        .execute();
  }

  void delete(String taskId) {
    handle
        .createUpdate("DELETE FROM portal_ahead WHERE task_id = :id")
        .bind("id", taskId)
        .execute();
  }

  /** Ends the lease of the worker who was the longest without a sign of life. */
  void endOldest(long jobId, int objectId, Instant now) {
    handle
        .createUpdate(
            "UPDATE portal_ahead SET lease_until = 0 WHERE task_id = (SELECT task_id"
                + " FROM portal_ahead WHERE job_id = :job AND object_id = :object"
                + " AND lease_until > :now ORDER BY lease_until, task_id FETCH FIRST 1 ROWS ONLY)")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("now", Micros.of(now))
        .execute();
  }

  /** Gives back what the worker has ahead of a job. */
  void deleteOf(long jobId, Worker worker) {
    handle
        .createUpdate(
            "DELETE FROM portal_ahead WHERE job_id = :job AND user_pool_id = :pool"
                + " AND worker_sub = :sub")
        .bind("job", jobId)
        .bind("pool", worker.userPoolId())
        .bind("sub", worker.sub())
        .execute();
  }

  /** Gives back what the worker has ahead of every job but one. */
  void deleteElsewhere(long jobId, Worker worker) {
    handle
        .createUpdate(
            "DELETE FROM portal_ahead WHERE job_id <> :job AND user_pool_id = :pool"
                + " AND worker_sub = :sub")
        .bind("job", jobId)
        .bind("pool", worker.userPoolId())
        .bind("sub", worker.sub())
        .execute();
  }

  private static TaskRow task(ResultSet row) throws SQLException {
    Instant until = Micros.instant(row.getLong("lease_until"));
    return new TaskRow(
        row.getString("task_id"),
        row.getLong("job_id"),
        row.getInt("object_id"),
        row.getInt("iteration"),
        row.getString("worker_sub"),
        row.getString("worker_id"),
        row.getString("user_pool_id"),
        TaskRow.State.Ahead,
        until,
        until,
        Optional.empty(),
        0,
        Optional.empty());
  }
}
