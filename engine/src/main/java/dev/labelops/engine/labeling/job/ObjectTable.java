package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.task.ImageSize;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The table {@code labeling_object} for one job, within one transaction. */
public record ObjectTable(Handle handle, long jobId) {
  private static final int CHUNK = 1000;

  /**
   * Stores the manifest's lines.
   *
   * @param lines the lines, in the order of the manifest
   * @param kept for each line whether it already holds the label
   * @param places for each line its place in the order of work
   */
  public void insert(List<String> lines, List<Boolean> kept, int[] places) {
    var batch =
        handle.prepareBatch(
            "INSERT INTO labeling_object (job_id, object_id, place, state, line)"
                + " VALUES (:job, :object, :place, :state, :line)");
    for (int i = 0; i < lines.size(); i++) {
      batch
          .bind("job", jobId)
          .bind("object", i)
          .bind("place", places[i])
          .bind("state", (kept.get(i) ? State.Kept : State.Open).name())
          .bind("line", lines.get(i))
          .add();
      if (batch.size() == CHUNK) {
        batch.execute();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  public ObjectRow get(int objectId) {
    return handle
        .createQuery("SELECT * FROM labeling_object WHERE job_id = :job AND object_id = :object")
        .bind("job", jobId)
        .bind("object", objectId)
        .map((row, context) -> object(row))
        .one();
  }

  /** The next objects in the order of work. */
  public List<ObjectRow> next(State state, int limit) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_object WHERE job_id = :job AND state = :state"
                + " ORDER BY place FETCH FIRST :limit ROWS ONLY")
        .bind("job", jobId)
        .bind("state", state.name())
        .bind("limit", limit)
        .map((row, context) -> object(row))
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

  /** The objects of one batch and of the round that followed it, in the order of the manifest. */
  public List<ObjectRow> ofIteration(int iteration) {
    return handle
        .createQuery(
            "SELECT * FROM labeling_object WHERE job_id = :job AND iteration = :iteration"
                + " ORDER BY object_id")
        .bind("job", jobId)
        .bind("iteration", iteration)
        .map((row, context) -> object(row))
        .list();
  }

  /** Every object in the order of the manifest, one after the other. */
  public void each(Consumer<ObjectRow> consumer) {
    try (var rows =
        handle
            .createQuery("SELECT * FROM labeling_object WHERE job_id = :job ORDER BY object_id")
            .bind("job", jobId)
            .setFetchSize(CHUNK)
            .map((row, context) -> object(row))
            .stream()) {
      rows.forEach(consumer);
    }
  }

  /** Sends an object out with a batch. */
  public void out(int objectId, int iteration, Optional<ImageSize> image) {
    handle
        .createUpdate(
            "UPDATE labeling_object SET state = 'Out', iteration = :iteration, held = 0,"
                + " answered = 0, declined = 0, image_width = :width, image_height = :height,"
                + " image_depth = :depth WHERE job_id = :job AND object_id = :object")
        .bind("iteration", iteration)
        .bind("width", image.map(ImageSize::width).orElse(null))
        .bind("height", image.map(ImageSize::height).orElse(null))
        .bind("depth", image.map(ImageSize::depth).orElse(null))
        .bind("job", jobId)
        .bind("object", objectId)
        .execute();
  }

  /** Gives an object up for good. */
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

  static ObjectRow object(ResultSet row) throws SQLException {
    int width = row.getInt("image_width");
    Optional<ImageSize> image =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(
                new ImageSize(width, row.getInt("image_height"), row.getInt("image_depth")));
    long settled = row.getLong("settled_at");
    Optional<Instant> settledAt =
        row.wasNull() ? Optional.empty() : Optional.of(Micros.instant(settled));
    return new ObjectRow(
        row.getInt("object_id"),
        State.valueOf(row.getString("state")),
        row.getInt("iteration"),
        row.getInt("held"),
        row.getInt("answered"),
        row.getInt("declined"),
        row.getString("line"),
        Optional.ofNullable(row.getString("failure")),
        image,
        Optional.ofNullable(row.getString("label")).map(Json::read),
        Optional.ofNullable(row.getString("metadata")).map(Json::read),
        settledAt);
  }
}
