package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * How much the answers of each worker are like those of the others about the same objects. Answers
 * of one object are in memory at once.
 */
final class Agreement {
  /**
   * A worker's agreement.
   *
   * @param share mean over the objects: of classes the share of the others with the same one, of
   *     boxes the mean IoU with the others'; 0 to 1
   * @param objects that others have answered too
   */
  record Shared(double share, int objects) {}

  private record Sum(double sum, int count) {
    Sum plus(double value) {
      return new Sum(sum + value, count + 1);
    }
  }

  private record Place(int objectId, int iteration) {}

  private final Map<String, Sum> workers = new HashMap<>();
  private final SortedMap<String, JsonNode> answers = new TreeMap<>();
  private Optional<Place> place = Optional.empty();

  private Agreement() {}

  /**
   * Reads every answer of a job, in one transaction.
   *
   * @return by the worker's id; nobody whose answers cannot be compared with another
   */
  static Map<String, Shared> of(Handle handle, long jobId) {
    Agreement agreement = new Agreement();
    try (var rows =
        handle
            .createQuery(
                "SELECT object_id, iteration, worker_id, answer FROM labeling_task"
                    + " WHERE job_id = :job AND state = 'Submitted'"
                    + " ORDER BY object_id, iteration")
            .bind("job", jobId)
            .setFetchSize(500)
            .map(
                (row, context) -> {
                  agreement.add(
                      new Place(row.getInt("object_id"), row.getInt("iteration")),
                      row.getString("worker_id"),
                      Json.read(row.getString("answer")));
                  return row.getInt("object_id");
                })
            .stream()) {
      rows.forEach(ignored -> {});
    }
    agreement.compare();
    Map<String, Shared> shared = new HashMap<>();
    agreement.workers.forEach(
        (worker, sum) -> shared.put(worker, new Shared(sum.sum() / sum.count(), sum.count())));
    return shared;
  }

  private void add(Place at, String worker, JsonNode answer) {
    if (!place.equals(Optional.of(at))) {
      compare();
      place = Optional.of(at);
    }
    answers.put(worker, answer);
  }

  private void compare() {
    answers.forEach(
        (worker, answer) -> {
          Sum sum = new Sum(0, 0);
          for (var other : answers.entrySet()) {
            OptionalDouble alike =
                other.getKey().equals(worker)
                    ? OptionalDouble.empty()
                    : Disagreement.alike(answer, other.getValue());
            sum = alike.isPresent() ? sum.plus(alike.getAsDouble()) : sum;
          }
          if (sum.count() > 0) {
            double mean = sum.sum() / sum.count();
            workers.merge(worker, new Sum(mean, 1), (known, ignored) -> known.plus(mean));
          }
        });
    answers.clear();
  }
}
