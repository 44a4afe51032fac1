package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.groundtruth.LabelingTaskType;

/** What the built-in pre-annotation functions return for a manifest line: {@code task.input}. */
public final class TaskInput {
  private TaskInput() {}

  /**
   * The line's own keys, and besides them {@code taskObject}, {@code labels} and the whole line as
   * {@code manifestLine} (developer guide, pages of the crowd elements and of adjustment jobs).
   */
  public static ObjectNode of(LabelingTaskType type, TaskObject object) {
    JsonNode line = object.line();
    ObjectNode input = JsonNodeFactory.instance.objectNode();
    input.setAll((ObjectNode) line.deepCopy());
    input.put("taskObject", ObjectSource.of(type).in(line));
    ArrayNode names = input.putArray("labels");
    object.labels().names().forEach(names::add);
    input.set("manifestLine", line);
    return input;
  }
}
