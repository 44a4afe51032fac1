package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/**
 * The table {@code labeling_run_label} for one run, in one transaction: machine labels from when a
 * learning run writes them until they are applied and their files are written.
 */
public record RunLabelTable(Handle handle, String runId) {
  /**
   * A machine label that nothing was done with yet.
   *
   * @param objectId line number, from 0
   */
  public record Row(int objectId, JsonNode label, ObjectNode metadata) {}

  /**
   * @param labels by object id; none of these objects has one from this run
   */
  public void insert(Map<Integer, MachineLabel> labels) {
    if (labels.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "INSERT INTO labeling_run_label (run_id, object_id, label, metadata)"
                + " VALUES (:run, :object, :label, :metadata)");
    labels.forEach(
        (object, label) ->
            batch
                .bind("run", runId)
                .bind("object", object)
                .bind("label", Json.write(label.label()))
                .bind("metadata", Json.write(label.metadata()))
                .add());
    batch.execute();
  }

  /** The next labels after this object, in the order of the manifest; none at the end. */
  public List<Row> after(int objectId, int limit) {
    return handle
        .createQuery(
            "SELECT object_id, label, metadata FROM labeling_run_label"
                + " WHERE run_id = :run AND object_id > :object"
                // With the first column, so that H2 reads the key in its order.
                + " ORDER BY run_id, object_id FETCH FIRST :limit ROWS ONLY")
        .bind("run", runId)
        .bind("object", objectId)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new Row(
                    row.getInt("object_id"),
                    Json.read(row.getString("label")),
                    (ObjectNode) Json.read(row.getString("metadata"))))
        .list();
  }

  public void clear() {
    handle
        .createUpdate("DELETE FROM labeling_run_label WHERE run_id = :run")
        .bind("run", runId)
        .execute();
  }
}
