package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code labeling_worker} for one job, in one transaction: what the job's finished
 * batches say of its workers.
 */
public record WorkerTable(Handle handle, long jobId) {
  /**
   * How good a worker's answers are, as far as the other workers' answers show.
   *
   * @param compared answers about objects that others answered too, on which it rests
   * @param value 0 to 1; classes: probability of a right answer; boxes: mean IoU with the others,
   *     where a box too much or missing is 0
   * @param low lower end of the interval that holds it with 90% confidence
   * @param high upper end
   */
  public record Quality(long compared, double value, double low, double high) {}

  /**
   * A worker's part in the job.
   *
   * @param workerId {@code private.<region>.<16 hex>}
   * @param workerSub the worker's {@code sub} in the user pool
   * @param userPoolId the pool
   * @param answers given so far, in the current batch too
   * @param medianSeconds median of the time spent on an answer
   * @param quality as of the last finished batch; empty until answers were compared
   */
  public record Worker(
      String workerId,
      String workerSub,
      String userPoolId,
      long answers,
      double medianSeconds,
      Optional<Quality> quality) {}

  /** Those who have answered, by their ids. It reads a row of each answer of the job. */
  public List<Worker> all() {
    return handle
        .createQuery(
            """
            SELECT t.worker_id, t.worker_sub, t.user_pool_id, COUNT(*) AS answers,
              PERCENTILE_CONT(0.5) WITHIN GROUP (ORDER BY t.time_spent) AS seconds,
              w.compared, w.quality, w.quality_low, w.quality_high
            FROM labeling_task t
            LEFT JOIN labeling_worker w ON w.job_id = t.job_id AND w.worker_id = t.worker_id
            WHERE t.job_id = :job AND t.state = 'Submitted'
            GROUP BY t.worker_id, t.worker_sub, t.user_pool_id, w.compared, w.quality,
              w.quality_low, w.quality_high
            ORDER BY t.worker_id, t.worker_sub
            """)
        .bind("job", jobId)
        .map((row, context) -> worker(row))
        .list();
  }

  /** What {@link #replace} kept of each worker. */
  public SortedMap<String, JsonNode> statistics() {
    SortedMap<String, JsonNode> statistics = new TreeMap<>();
    handle
        .createQuery("SELECT worker_id, statistics FROM labeling_worker WHERE job_id = :job")
        .bind("job", jobId)
        .map(
            (row, context) ->
                statistics.put(row.getString("worker_id"), Json.read(row.getString("statistics"))))
        .list();
    return statistics;
  }

  /** Stores what is known of a worker now. */
  public void replace(String workerId, Optional<Quality> quality, JsonNode statistics) {
    handle
        .createUpdate("DELETE FROM labeling_worker WHERE job_id = :job AND worker_id = :worker")
        .bind("job", jobId)
        .bind("worker", workerId)
        .execute();
    handle
        .createUpdate(
            """
            INSERT INTO labeling_worker
              (job_id, worker_id, compared, quality, quality_low, quality_high, statistics)
            VALUES (:job, :worker, :compared, :quality, :low, :high, :statistics)""")
        .bind("job", jobId)
        .bind("worker", workerId)
        .bind("compared", quality.map(Quality::compared).orElse(0L))
        .bind("quality", quality.map(Quality::value).orElse(null))
        .bind("low", quality.map(Quality::low).orElse(null))
        .bind("high", quality.map(Quality::high).orElse(null))
        .bind("statistics", Json.write(statistics))
        .execute();
  }

  private static Worker worker(ResultSet row) throws SQLException {
    double quality = row.getDouble("quality");
    Optional<Quality> known =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new Quality(
                    row.getLong("compared"),
                    quality,
                    row.getDouble("quality_low"),
                    row.getDouble("quality_high")));
    return new Worker(
        row.getString("worker_id"),
        row.getString("worker_sub"),
        row.getString("user_pool_id"),
        row.getLong("answers"),
        row.getDouble("seconds"),
        known);
  }
}
