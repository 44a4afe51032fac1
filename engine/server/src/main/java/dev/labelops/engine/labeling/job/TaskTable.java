package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.TaskRow.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_task}, within one transaction. */
public record TaskTable(Handle handle) {
  public void insert(TaskRow task) {
    handle
        .createUpdate(
            """
            INSERT INTO labeling_task (id, job_id, object_id, iteration, worker_sub, worker_id,
              user_pool_id, state, taken_at, lease_until)
            VALUES (:id, :job, :object, :iteration, :sub, :worker, :pool, :state, :taken, :lease)
            """)
        .bind("id", task.id())
        .bind("job", task.jobId())
        .bind("object", task.objectId())
        .bind("iteration", task.iteration())
        .bind("sub", task.workerSub())
        .bind("worker", task.workerId())
        .bind("pool", task.userPoolId())
        .bind("state", task.state().name())
        .bind("taken", Micros.of(task.takenAt()))
        .bind("lease", Micros.of(task.leaseUntil()))
        .execute();
  }

  public Optional<TaskRow> find(String id) {
    return handle
        .createQuery("SELECT * FROM labeling_task WHERE id = :id")
        .bind("id", id)
        .map((row, context) -> task(row))
        .findOne();
  }

  /** The task of the job that the worker has accepted; the first one of several. */
  public Optional<TaskRow> inHand(long jobId, String workerSub) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_task WHERE job_id = :job AND worker_sub = :sub"
                + " AND state = 'Taken' ORDER BY taken_at, id FETCH FIRST 1 ROWS ONLY")
        .bind("job", jobId)
        .bind("sub", workerSub)
        .map((row, context) -> task(row))
        .findOne();
  }

  /** How many tasks of the job the worker has accepted. */
  public int countInHand(long jobId, String workerSub) {
    return handle
        .createQuery(
            "SELECT COUNT(*) FROM labeling_task WHERE job_id = :job AND worker_sub = :sub"
                + " AND state = 'Taken'")
        .bind("job", jobId)
        .bind("sub", workerSub)
        .mapTo(Integer.class)
        .one();
  }

  /** Seconds of work of each answer of a worker since then, in all jobs, ascending. */
  public List<Double> secondsSince(String userPoolId, String workerSub, Instant since) {
    return handle
        .createQuery(
            "SELECT time_spent FROM labeling_task WHERE worker_sub = :sub AND ended_at >= :since"
                + " AND user_pool_id = :pool AND state = 'Submitted' ORDER BY time_spent")
        .bind("sub", workerSub)
        .bind("since", Micros.of(since))
        .bind("pool", userPoolId)
        .mapTo(Double.class)
        .list();
  }

  /**
   * The next object of the current batch that still needs a worker and that this worker has neither
   * answered nor declined.
   */
  public Optional<Integer> nextObject(long jobId, String workerSub, int workersPerObject) {
    return handle
        .createQuery("SELECT o.object_id " + OFFERED + " ORDER BY o.place FETCH FIRST 1 ROWS ONLY")
        .bind("job", jobId)
        .bind("sub", workerSub)
        .bind("workers", workersPerObject)
        .mapTo(Integer.class)
        .findOne();
  }

  /** The same, but only an object that still needs a worker besides those who see it next. */
  public Optional<Integer> nextUnreserved(
      long jobId, String workerSub, int workersPerObject, Instant now) {
    return handle
        .createQuery(
            "SELECT o.object_id "
                + OFFERED
                + UNRESERVED
                + " ORDER BY o.place FETCH FIRST 1 ROWS ONLY")
        .bind("job", jobId)
        .bind("sub", workerSub)
        .bind("workers", workersPerObject)
        .bind("now", Micros.of(now))
        .mapTo(Integer.class)
        .findOne();
  }

  /** Whether the worker can take the object, and nobody else who sees it next needs the place. */
  public boolean isUnreserved(
      long jobId, int objectId, String workerSub, int workersPerObject, Instant now) {
    return handle
        .createQuery("SELECT o.object_id " + OFFERED + UNRESERVED + " AND o.object_id = :object")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("sub", workerSub)
        .bind("workers", workersPerObject)
        .bind("now", Micros.of(now))
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  /** How many tasks the worker could take now, one after the other. */
  public int offered(long jobId, String workerSub, int workersPerObject) {
    return handle
        .createQuery("SELECT COUNT(*) " + OFFERED)
        .bind("job", jobId)
        .bind("sub", workerSub)
        .bind("workers", workersPerObject)
        .mapTo(Integer.class)
        .one();
  }

  private static final String OFFERED =
      """
      FROM labeling_object o
      WHERE o.job_id = :job AND o.state = 'Out' AND o.held < :workers AND o.declined < :workers
        AND NOT EXISTS (SELECT 1 FROM labeling_task t
          WHERE t.job_id = o.job_id AND t.object_id = o.object_id AND t.iteration = o.iteration
            AND t.worker_sub = :sub AND t.state IN ('Taken', 'Submitted', 'Declined'))
      """;

  private static final String UNRESERVED =
      """
        AND o.held + (SELECT COUNT(*) FROM portal_ahead a
          WHERE a.job_id = o.job_id AND a.object_id = o.object_id AND a.iteration = o.iteration
            AND a.worker_sub <> :sub AND a.lease_until > :now) < :workers
      """;

  /** Accepted tasks whose lease has ended. */
  public List<TaskRow> lapsed(long jobId, Instant now) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_task WHERE job_id = :job AND state = 'Taken'"
                + " AND lease_until <= :now")
        .bind("job", jobId)
        .bind("now", Micros.of(now))
        .map((row, context) -> task(row))
        .list();
  }

  /** When the lease of the next accepted task ends. */
  public Optional<Instant> nextLapse(long jobId) {
    return handle
        .createQuery(
            "SELECT MIN(lease_until) FROM labeling_task WHERE job_id = :job AND state = 'Taken'")
        .bind("job", jobId)
        .mapTo(Long.class)
        .findOne()
        .map(Micros::instant);
  }

  /** The answers for one object in the order in which they came. */
  public List<TaskRow> answersFor(long jobId, int objectId, int iteration) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_task WHERE job_id = :job AND object_id = :object"
                + " AND iteration = :iteration AND state = 'Submitted' ORDER BY ended_at, id")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("iteration", iteration)
        .map((row, context) -> task(row))
        .list();
  }

  public void ended(String id, State state, Instant now) {
    handle
        .createUpdate("UPDATE labeling_task SET state = :state, ended_at = :now WHERE id = :id")
        .bind("state", state.name())
        .bind("now", Micros.of(now))
        .bind("id", id)
        .execute();
  }

  /** Ends every task of the job that is with a worker. */
  public void endAll(long jobId, State state, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_task SET state = :state, ended_at = :now"
                + " WHERE job_id = :job AND state = 'Taken'")
        .bind("state", state.name())
        .bind("now", Micros.of(now))
        .bind("job", jobId)
        .execute();
  }

  public void submitted(String id, JsonNode answer, double timeSpentSeconds, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_task SET state = 'Submitted', ended_at = :now, answer = :answer,"
                + " time_spent = :spent WHERE id = :id")
        .bind("now", Micros.of(now))
        .bind("answer", Json.write(answer))
        .bind("spent", timeSpentSeconds)
        .bind("id", id)
        .execute();
  }

  private static TaskRow task(ResultSet row) throws SQLException {
    return new TaskRow(
        row.getString("id"),
        row.getLong("job_id"),
        row.getInt("object_id"),
        row.getInt("iteration"),
        row.getString("worker_sub"),
        row.getString("worker_id"),
        row.getString("user_pool_id"),
        State.valueOf(row.getString("state")),
        Micros.instant(row.getLong("taken_at")),
        Micros.instant(row.getLong("lease_until")),
        Micros.instant(row, "ended_at"),
        row.getDouble("time_spent"),
        Optional.ofNullable(row.getString("answer")).map(Json::read));
  }
}
