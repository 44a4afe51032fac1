package dev.labelops.engine.labeling.job;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code labeling_label_weight} for one job, in one transaction: how probably the label
 * of an object is right, as far as the answers of several workers show.
 */
public record LabelWeightTable(Handle handle, long jobId) {
  /** Nobody to compare with: the label counts like any other. */
  private static final double OF_ONE_ANSWER = 1;

  /** A label is never without any weight: learners divide by weights. */
  private static final double LEAST = 0.01;

  /**
   * By object, estimated probability that its human label is right; greater than 0, at most 1. It
   * is 1 where it is not known: in jobs with one worker per object, for types without a consensus,
   * and until the object's batch is finished.
   *
   * @param objectIds at least one, not many
   */
  public Map<Integer, Double> of(Collection<Integer> objectIds) {
    Map<Integer, Double> weights = new HashMap<>();
    objectIds.forEach(id -> weights.put(id, OF_ONE_ANSWER));
    handle
        .createQuery(
            "SELECT object_id, weight FROM labeling_label_weight"
                + " WHERE job_id = :job AND object_id IN (<objects>)")
        .bind("job", jobId)
        .bindList("objects", List.copyOf(objectIds))
        .map((row, context) -> weights.put(row.getInt("object_id"), row.getDouble("weight")))
        .list();
    return weights;
  }

  /**
   * Stores the weight of an object that has none.
   *
   * @param weight 0 to 1
   */
  public void insert(int objectId, double weight) {
    handle
        .createUpdate(
            "INSERT INTO labeling_label_weight (job_id, object_id, weight)"
                + " VALUES (:job, :object, :weight)")
        .bind("job", jobId)
        .bind("object", objectId)
        .bind("weight", Math.clamp(weight, LEAST, 1))
        .execute();
  }
}
