package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.jdbi.v3.core.Handle;

/** The tables {@code labeling_object} and {@code labeling_line} for one job, in one transaction. */
public record ObjectTable(Handle handle, long jobId) {
  /** Lines have up to 100,000 characters, and labels come on top. */
  private static final int PAGE = 32;

  private static final int MOST_REASONS = 20;

  /**
   * @param reason why
   * @param objects how many
   * @param first id of the first of them
   */
  public record FailureCount(String reason, int objects, int first) {}

  /**
   * Stores lines of the manifest.
   *
   * @param lines some of the lines
   * @param place gives an object its place in the order of work
   */
  public void insert(List<ManifestLine> lines, IntUnaryOperator place) {
    if (lines.isEmpty()) {
      return;
    }
    var objects =
        handle.prepareBatch(
            "INSERT INTO labeling_object (job_id, object_id, place, state)"
                + " VALUES (:job, :object, :place, :state)");
    var texts =
        handle.prepareBatch(
            "INSERT INTO labeling_line (job_id, object_id, line) VALUES (:job, :object, :line)");
    for (ManifestLine line : lines) {
      objects
          .bind("job", jobId)
          .bind("object", line.objectId())
          .bind("place", place.applyAsInt(line.objectId()))
          .bind("state", (line.kept() ? State.Kept : State.Open).name())
          .add();
      texts.bind("job", jobId).bind("object", line.objectId()).bind("line", line.text()).add();
    }
    objects.execute();
    texts.execute();
  }

  /** Removes every object of the job. */
  public void clear() {
    for (String table : List.of("labeling_object", "labeling_line")) {
      handle
          .createUpdate("DELETE FROM " + table + " WHERE job_id = :job")
          .bind("job", jobId)
          .execute();
    }
  }

  public int count() {
    return handle
        .createQuery("SELECT COUNT(*) FROM labeling_object WHERE job_id = :job")
        .bind("job", jobId)
        .mapTo(Integer.class)
        .one();
  }

  public ObjectRow get(int objectId) {
    return handle
        .createQuery("SELECT * FROM labeling_object WHERE job_id = :job AND object_id = :object")
        .bind("job", jobId)
        .bind("object", objectId)
        .map((row, context) -> object(row, lines(objectId, objectId).getFirst()))
        .one();
  }

  /** Ids of the next objects in the order of work. Rows may be long, so they come one by one. */
  public List<Integer> next(State state, int limit) {
    return handle
        .createQuery(
            "SELECT object_id FROM labeling_object WHERE job_id = :job AND state = :state"
                + " ORDER BY place FETCH FIRST :limit ROWS ONLY")
        .bind("job", jobId)
        .bind("state", state.name())
        .bind("limit", limit)
        .mapTo(Integer.class)
        .list();
  }

  public boolean any(State state) {
    return handle
        .createQuery(
            "SELECT 1 FROM labeling_object WHERE job_id = :job AND state = :state"
                + " FETCH FIRST 1 ROWS ONLY")
        .bind("job", jobId)
        .bind("state", state.name())
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Ids of the objects of one batch, or of the round after it, in the order of the manifest. */
  public List<Integer> ofIteration(int iteration, State state) {
    return handle
        .createQuery(
            "SELECT object_id FROM labeling_object WHERE job_id = :job"
                + " AND iteration = :iteration AND state = :state ORDER BY object_id")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .bind("state", state.name())
        .mapTo(Integer.class)
        .list();
  }

  /** Some of the objects from the given one on, in the order of the manifest; empty at the end. */
  public List<ObjectRow> from(int objectId) {
    List<String> lines = lines(objectId, objectId + PAGE - 1);
    return handle
        .createQuery(
            "SELECT * FROM labeling_object WHERE job_id = :job"
                + " AND object_id BETWEEN :first AND :last ORDER BY object_id")
        .bind("job", jobId)
        .bind("first", objectId)
        .bind("last", objectId + PAGE - 1)
        .map((row, context) -> object(row, lines.get(row.getInt("object_id") - objectId)))
        .list();
  }

  /** Manifest lines by their numbers, which have no gaps. */
  private List<String> lines(int first, int last) {
    return handle
        .createQuery(
            "SELECT line FROM labeling_line WHERE job_id = :job"
                + " AND object_id BETWEEN :first AND :last ORDER BY object_id")
        .bind("job", jobId)
        .bind("first", first)
        .bind("last", last)
        .mapTo(String.class)
        .list();
  }

  /** Why objects of one batch failed, the most frequent reason first; few, in any case. */
  public List<FailureCount> failures(int iteration) {
    return handle
        .createQuery(
            "SELECT failure, COUNT(*) AS objects, MIN(object_id) AS earliest"
                + " FROM labeling_object WHERE job_id = :job AND iteration = :iteration"
                + " AND state = 'Failed' GROUP BY failure ORDER BY objects DESC, failure"
                + " FETCH FIRST :limit ROWS ONLY")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .bind("limit", MOST_REASONS)
        .map(
            (row, context) ->
                new FailureCount(
                    row.getString("failure"), row.getInt("objects"), row.getInt("earliest")))
        .list();
  }

  /**
   * Sends an object out with a batch.
   *
   * @param properties what the task type's probe found
   */
  public void out(int objectId, int iteration, JsonNode properties) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET state = 'Out', iteration = :iteration, held = 0,"
                + " answered = 0, declined = 0, properties = :properties"
                + " WHERE job_id = :job AND object_id = :object")
        .bind("iteration", iteration)
        .bind("properties", Json.write(properties))
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  /** Gives an object up permanently. */
  public void failed(int objectId, int iteration, String why, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET state = 'Failed', iteration = :iteration, failure = :why,"
                + " settled_at = :now WHERE job_id = :job AND object_id = :object")
        .bind("iteration", iteration)
        .bind("why", why.substring(0, Math.min(why.length(), 1024)))
        .bind("now", Micros.of(now))
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  /** Takes an object without any answer back out of its batch. */
  public void reopened(int objectId) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET state = 'Open', iteration = 0"
                + " WHERE job_id = :job AND object_id = :object")
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  /** Stores a label. */
  public void labeled(
      int objectId, State by, int iteration, JsonNode label, JsonNode metadata, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET state = :state, iteration = :iteration, label = :label,"
                + " metadata = :metadata, settled_at = :now"
                + " WHERE job_id = :job AND object_id = :object")
        .bind("state", by.name())
        .bind("iteration", iteration)
        .bind("label", Json.write(label))
        .bind("metadata", Json.write(metadata))
        .bind("now", Micros.of(now))
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  /** Adds to the numbers of held, answered and declined tasks of an object. */
  public void tally(int objectId, int held, int answered, int declined) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET held = held + :held, answered = answered + :answered,"
                + " declined = declined + :declined WHERE job_id = :job AND object_id = :object")
        .bind("held", held)
        .bind("answered", answered)
        .bind("declined", declined)
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  private static ObjectRow object(ResultSet row, String line) throws SQLException {
    String properties = row.getString("properties");
    return new ObjectRow(
        row.getInt("object_id"),
        State.valueOf(row.getString("state")),
        row.getInt("iteration"),
        row.getInt("held"),
        row.getInt("answered"),
        row.getInt("declined"),
        line,
        Optional.ofNullable(row.getString("failure")),
        properties == null ? Json.MAPPER.createObjectNode() : Json.read(properties),
        Optional.ofNullable(row.getString("label")).map(Json::read),
        Optional.ofNullable(row.getString("metadata")).map(Json::read),
        Micros.instant(row, "settled_at"));
  }
}
