package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.owner.AcceptedTable.Accepted;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * An object and the answers of its latest batch.
 *
 * @param answers in the order in which they came
 * @param accepted the answer that the owner accepts in place of the label
 */
record AnsweredObject(ObjectRow row, List<TaskRow> answers, Optional<Accepted> accepted) {
  /** Member of an answer that is an image of up to some MiB. */
  private static final String IMAGE = "labeledImage";

  /** The answer of a worker. */
  Optional<TaskRow> answerOf(String workerId) {
    return answers.stream().filter(answer -> answer.workerId().equals(workerId)).findFirst();
  }

  /** Reads objects of a job, in one transaction; those that do not exist are left out. */
  static List<AnsweredObject> read(Handle handle, long jobId, List<Integer> ids) {
    return stream(handle, jobId, ids).toList();
  }

  /** Reads them for a list: without the images in answers, which are in memory one by one. */
  static List<AnsweredObject> list(Handle handle, long jobId, List<Integer> ids) {
    return stream(handle, jobId, ids)
        .peek(object -> object.answers.forEach(AnsweredObject::dropImage))
        .toList();
  }

  private static void dropImage(TaskRow task) {
    for (JsonNode tool : task.answer().orElseThrow()) {
      if (tool instanceof ObjectNode members) {
        members.remove(IMAGE);
      }
    }
  }

  private static Stream<AnsweredObject> stream(Handle handle, long jobId, List<Integer> ids) {
    ObjectTable table = new ObjectTable(handle, jobId);
    Map<Integer, ObjectRow> rows = new HashMap<>();
    for (int from = 0; from < ids.size(); from += ObjectTable.PAGE) {
      rows.putAll(table.these(ids.subList(from, Math.min(from + ObjectTable.PAGE, ids.size()))));
    }
    TaskTable tasks = new TaskTable(handle);
    Map<Integer, Accepted> accepted =
        ids.isEmpty()
            ? Map.of()
            : new AcceptedTable(handle, jobId).between(Collections.min(ids), Collections.max(ids));
    return ids.stream()
        .map(rows::get)
        .filter(Objects::nonNull)
        .map(
            row ->
                new AnsweredObject(
                    row,
                    tasks.answersFor(jobId, row.objectId(), row.iteration()),
                    Optional.ofNullable(accepted.get(row.objectId()))));
  }
}
