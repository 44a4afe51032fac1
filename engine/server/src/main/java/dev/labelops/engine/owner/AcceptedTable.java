package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Micros;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code owner_accepted_answer} for one job, in one transaction: answers that its owner
 * accepts in place of labels.
 */
record AcceptedTable(Handle handle, long jobId) {
  /**
   * An accepted answer.
   *
   * @param workerId whose answer
   * @param at when it was accepted
   */
  record Accepted(String workerId, Instant at) {}

  /** Accepts the answer of a worker; an earlier choice for the object is replaced. */
  void accept(int objectId, String workerId, Instant now) {
    withdraw(objectId);
    handle
        .createUpdate(
            "INSERT INTO owner_accepted_answer (job_id, object_id, worker_id, accepted_at)"
                + " VALUES (:job, :object, :worker, :now)")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("worker", workerId)
        .bind("now", Micros.of(now))
        .execute();
  }

  /** The label counts again. */
  void withdraw(int objectId) {
    handle
        .createUpdate(
            "DELETE FROM owner_accepted_answer WHERE job_id = :job AND object_id = :object")
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  int count() {
    return handle
        .createQuery("SELECT COUNT(*) FROM owner_accepted_answer WHERE job_id = :job")
        .bind("job", jobId)
        .mapTo(Integer.class)
        .one();
  }

  /** Those of the objects from {@code first} to {@code last}, by the object's id. */
  Map<Integer, Accepted> between(int first, int last) {
    Map<Integer, Accepted> accepted = new HashMap<>();
    handle
        .createQuery(
            "SELECT object_id, worker_id, accepted_at FROM owner_accepted_answer"
                + " WHERE job_id = :job AND object_id BETWEEN :first AND :last")
        .bind("job", jobId)
        .bind("first", first)
        .bind("last", last)
        .map(
            (row, context) ->
                accepted.put(
                    row.getInt("object_id"),
                    new Accepted(
                        row.getString("worker_id"), Micros.instant(row.getLong("accepted_at")))))
        .list();
    return accepted;
  }
}
