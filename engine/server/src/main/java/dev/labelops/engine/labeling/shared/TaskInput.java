package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.task.TaskType;
import java.util.List;

/** What the built-in pre-annotation functions make of a manifest line: {@code task.input}. */
public final class TaskInput {
  private TaskInput() {}

  /**
   * The line's own keys, and besides them {@code taskObject}, {@code labels} and the whole line as
   * {@code manifestLine} (developer guide, pages of the crowd elements and of adjustment jobs).
   *
   * @param line the manifest line, an object
   */
  public static ObjectNode of(TaskType type, List<String> labels, JsonNode line) {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.setAll((ObjectNode) line.deepCopy());
    input.put("taskObject", line.path(type.media().attribute()).asText());
    ArrayNode names = input.putArray("labels");
    labels.forEach(names::add);
    input.set("manifestLine", line);
    return input;
  }
}
