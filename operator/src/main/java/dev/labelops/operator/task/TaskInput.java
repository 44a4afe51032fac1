package dev.labelops.operator.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.ManifestLine;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.Label;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What a built-in pre-annotation function returns for a manifest line: {@code task.input}. */
public final class TaskInput {
  private static final JsonMapper JSON = new JsonMapper();

  private TaskInput() {}

  /**
   * The line's own keys, and besides them {@code taskObject}, {@code labels} and {@code
   * manifestLine}.
   *
   * @param line a line of the input manifest
   * @return a JSON object; empty when the line is not an object that the task labels, or too long
   */
  public static Optional<String> json(BuiltInTask task, List<Label> labels, String line) {
    try {
      JsonNode object = JSON.readTree(line);
      Optional<String> labeled = object == null ? Optional.empty() : object(task, object);
      if (labeled.isEmpty()) {
        return Optional.empty();
      }
      ObjectNode input = object.deepCopy();
      input.put("taskObject", labeled.get());
      ArrayNode names = input.putArray("labels");
      labels.forEach(label -> names.add(label.name()));
      input.set("manifestLine", object);
      return Optional.of(JSON.writeValueAsString(input))
          .filter(text -> text.length() <= ServiceLimits.MAX_TASK_INPUT_CHARACTERS);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> object(BuiltInTask task, JsonNode line) {
    return Stream.of(ManifestLine.SOURCE_REF, ManifestLine.SOURCE)
        .filter(task.type().medium()::in)
        .map(attribute -> line.path(attribute).textValue())
        .filter(Objects::nonNull)
        .findFirst();
  }
}
