package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.engine.labeling.learning.Round;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/**
 * The tables {@code labeling_object} and {@code labeling_line} for one job, in one transaction.
 *
 * <p>Where the order is that of an index, ORDER BY names its first columns, too: H2 sorts
 * otherwise.
 */
public record ObjectTable(Handle handle, long jobId) {
  /** Rows that are read at once: lines have up to 100,000 characters, and labels come on top. */
  public static final int PAGE = 32;

  private static final int MOST_REASONS = 20;

  /** A range with two ends, so that H2 does not read all that were not chosen behind it. */
  private static final String CHOSEN =
      "job_id = :job AND state = 'Open' AND chosen BETWEEN 0 AND :last";

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

  public int count(State state) {
    return handle
        .createQuery("SELECT COUNT(*) FROM labeling_object WHERE job_id = :job AND state = :state")
        .bind("job", jobId)
        .bind("state", state.name())
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
                + " ORDER BY job_id, state, place FETCH FIRST :limit ROWS ONLY")
        .bind("job", jobId)
        .bind("state", state.name())
        .bind("limit", limit)
        .mapTo(Integer.class)
        .list();
  }

  /**
   * Ids of the objects that people label next: those that were chosen, in their order; when there
   * are none, the next in the order of work.
   */
  public List<Integer> toLabel(int limit) {
    List<Integer> chosen =
        handle
            .createQuery(
                "SELECT object_id FROM labeling_object WHERE "
                    + CHOSEN
                    + " ORDER BY job_id, state, chosen FETCH FIRST :limit ROWS ONLY")
            .bind("job", jobId)
            .bind("last", Integer.MAX_VALUE)
            .bind("limit", limit)
            .mapTo(Integer.class)
            .list();
    return chosen.isEmpty() ? next(State.Open, limit) : chosen;
  }

  /** Whether objects that were chosen for people are still to be sent out. */
  public boolean anyChosen() {
    return handle
        .createQuery("SELECT 1 FROM labeling_object WHERE " + CHOSEN + " FETCH FIRST 1 ROWS ONLY")
        .bind("job", jobId)
        .bind("last", Integer.MAX_VALUE)
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  /** Chooses what people label next, in this order; open objects only. */
  public void choose(List<Choice> choices) {
    if (choices.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "UPDATE labeling_object SET chosen = :chosen, role = :role"
                + " WHERE job_id = :job AND object_id = :object AND state = 'Open'");
    for (int i = 0; i < choices.size(); i++) {
      batch
          .bind("chosen", i)
          .bind("role", choices.get(i).role().name())
          .bind("job", jobId)
          .bind("object", choices.get(i).objectId())
          .add();
    }
    batch.execute();
  }

  /** Validation objects that represent what the machine has labeled become used. */
  public void used(Collection<Integer> validation) {
    if (validation.isEmpty()) {
      return;
    }
    var batch =
        handle.prepareBatch(
            "UPDATE labeling_object SET role = 'ValidationUsed'"
                + " WHERE job_id = :job AND object_id = :object AND role = 'Validation'");
    validation.forEach(object -> batch.bind("job", jobId).bind("object", object).add());
    batch.execute();
  }

  /** Every object as a learner sees it, in the order of the manifest. */
  public List<Round.Entry> entries() {
    // One object for each role, for the memory of it.
    Map<Role, Optional<Role>> roles = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      roles.put(role, Optional.of(role));
    }
    return handle
        .createQuery(
            "SELECT object_id, state, role FROM labeling_object WHERE job_id = :job"
                + " ORDER BY object_id")
        .bind("job", jobId)
        .map(
            (row, context) -> {
              State state = State.valueOf(row.getString("state"));
              String role = row.getString("role");
              return new Round.Entry(
                  row.getInt("object_id"),
                  state == State.Open || state == State.Out,
                  state == State.Human
                      ? roles.get(role == null ? Role.Training : Role.valueOf(role))
                      : Optional.empty());
            })
        .list();
  }

  /**
   * @param ids at most {@link #PAGE} of the job's objects
   */
  public Map<Integer, ObjectRow> these(Collection<Integer> ids) {
    if (ids.isEmpty()) {
      return Map.of();
    }
    Map<Integer, String> lines =
        select("object_id, line", "labeling_line", ids)
            .reduceRows(
                new HashMap<Integer, String>(),
                (all, row) -> {
                  all.put(
                      row.getColumn("object_id", Integer.class),
                      row.getColumn("line", String.class));
                  return all;
                });
    return select("*", "labeling_object", ids)
        .map((row, context) -> object(row, lines.get(row.getInt("object_id"))))
        .stream()
        .collect(Collectors.toMap(ObjectRow::objectId, Function.identity()));
  }

  /** Rows of these objects. By the whole key: H2 reads every row of the job for a part of it. */
  private Query select(String columns, String table, Collection<Integer> ids) {
    Query query =
        handle
            .createQuery("SELECT <columns> FROM <table> WHERE (job_id, object_id) IN (<keys>)")
            .define("columns", columns)
            .define("table", table)
            .define(
                "keys",
                IntStream.range(0, ids.size())
                    .mapToObj(i -> "(:job, :object" + i + ")")
                    .collect(Collectors.joining(", ")))
            .bind("job", jobId);
    int i = 0;
    for (int id : ids) {
      query.bind("object" + i++, id);
    }
    return query;
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

  /**
   * Stores machine labels of open objects.
   *
   * @param metadata as it is written, by object id
   * @return how many of the objects were open
   */
  public int labeledByMachine(
      int round,
      List<RunLabelTable.Row> labels,
      Map<Integer, ? extends JsonNode> metadata,
      Instant now) {
    if (labels.isEmpty()) {
      return 0;
    }
    var batch =
        handle.prepareBatch(
            "UPDATE labeling_object SET state = 'Machine', iteration = :iteration, label = :label,"
                + " metadata = :metadata, settled_at = :now"
                + " WHERE job_id = :job AND object_id = :object AND state = 'Open'");
    for (RunLabelTable.Row row : labels) {
      batch
          .bind("iteration", round)
          .bind("label", Json.write(row.label()))
          .bind("metadata", Json.write(metadata.get(row.objectId())))
          .bind("now", Micros.of(now))
          .bind("job", jobId)
          .bind("object", row.objectId())
          .add();
    }
    return IntStream.of(batch.execute()).sum();
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
