package dev.labelops.groundtruth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.LabelAttributeName.RefSuffix;
import dev.labelops.groundtruth.LabelingTaskType.Kind;
import dev.labelops.groundtruth.LabelingTaskType.LabelCategoryRules;
import dev.labelops.groundtruth.LabelingTaskType.LabelForm;
import dev.labelops.groundtruth.LabelingTaskType.ObjectPlace;
import dev.labelops.groundtruth.LabelingTaskType.Output;
import dev.labelops.groundtruth.LabelingTaskType.Ui;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Reads {@code task-types.json}. A member that is absent is an error; one without a value is null.
 */
final class TaskTypeFile {
  static final String NAME = "task-types.json";

  static final List<LabelingTaskType> TYPES = read(Resource.json(NAME));

  private TaskTypeFile() {}

  static List<LabelingTaskType> read(JsonNode file) {
    List<LabelingTaskType> types = new ArrayList<>();
    file.required("taskTypes").forEach(row -> types.add(type(row)));
    return List.copyOf(types);
  }

  static LabelingTaskType type(JsonNode row) {
    return new LabelingTaskType(
        row.required("name").asText(),
        Kind.valueOf(row.required("kind").asText()),
        text(row, "of"),
        Medium.valueOf(row.required("medium").asText()),
        RefSuffix.valueOf(row.required("refSuffix").asText()),
        ui(row.required("ui")),
        labelCategories(row.required("labelCategories")),
        output(row.required("output")),
        text(row, "algorithm"),
        number(row, "defaultWorkers"),
        row.required("maxTaskSeconds").asInt(),
        row.required("publicWorkforce").asBoolean(),
        row.required("maxObjects").asInt(),
        number(row, "maxSequences"),
        number(row, "maxFramesPerSequence"),
        number(row, "maxPixels"),
        number(row, "maxPixelsAutomated"),
        texts(row.required("unconfirmed")),
        list(row, "sources"));
  }

  private static Ui ui(JsonNode ui) {
    return new Ui(
        text(ui, "humanTaskUi"),
        text(ui, "element"),
        text(ui, "answerName"),
        text(ui, "labelsAttribute"),
        text(ui, "object")
            .map(
                object ->
                    object.equals("src") ? ObjectPlace.Src : ObjectPlace.ClassificationTarget),
        text(ui, "earlierLabelAttribute"));
  }

  private static LabelCategoryRules labelCategories(JsonNode rules) {
    return new LabelCategoryRules(
        LabelCategoryFormat.valueOf(rules.required("format").asText()),
        rules.required("required").asBoolean(),
        rules.required("min").asInt(),
        number(rules, "max"),
        number(rules, "maxAutomated"),
        rules.required("categoryAttributes").asBoolean(),
        rules.required("frameAttributes").asBoolean(),
        list(rules, "annotationTypes"));
  }

  private static Output output(JsonNode output) {
    return new Output(
        text(output, "type"),
        LabelForm.valueOf(output.required("label").asText()),
        text(output, "classNames"),
        output.required("adjustmentStatus").asBoolean(),
        text(output, "file"));
  }

  private static Optional<String> text(JsonNode object, String member) {
    return Optional.ofNullable(object.required(member).textValue());
  }

  private static OptionalInt number(JsonNode object, String member) {
    JsonNode value = object.required(member);
    return value.isNull() ? OptionalInt.empty() : OptionalInt.of(value.asInt());
  }

  private static List<String> list(JsonNode object, String member) {
    List<String> texts = new ArrayList<>();
    object.required(member).forEach(value -> texts.add(value.asText()));
    return List.copyOf(texts);
  }

  private static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    object.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return Map.copyOf(texts);
  }
}
