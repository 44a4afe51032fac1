package dev.labelops.operator.results;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.ManifestLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What one line of an output manifest says of its object (ground-truth-reference 4.5, 6.2). The
 * verdict is {@code human-annotated} and nothing else.
 */
sealed interface LabeledObject {
  /** Class ids come as numbers and quoted. */
  Pattern CLASS_ID = Pattern.compile("\\d{1,9}");

  /**
   * The line does not carry the label: not labeled, or failed.
   *
   * @param failure what its metadata gives as failure-reason
   */
  record Unlabeled(Optional<String> failure) implements LabeledObject {}

  /**
   * The line cannot be used.
   *
   * @param reason goes after "line 7"
   */
  record Unreadable(String reason) implements LabeledObject {}

  /**
   * @param labels one for a classification, one per box, marked word or class of a mask, possibly
   *     none
   * @param confidences 0 to 1
   */
  record Labeled(boolean human, List<Label> labels, List<Double> confidences)
      implements LabeledObject {}

  /**
   * @param classId place in the label category file
   * @param name empty when the line does not name it
   */
  record Label(String classId, Optional<String> name) {}

  /**
   * @param line a JSON object; class ids may be numbers or quoted, unknown keys are ignored
   * @param attribute LabelAttributeName
   */
  static LabeledObject of(JsonNode line, String attribute) {
    ManifestLine manifestLine = new ManifestLine(line);
    LabelMetadata metadata = manifestLine.metadata(attribute);
    Optional<JsonNode> label = manifestLine.label(attribute);
    if (label.isEmpty()) {
      return new Unlabeled(metadata.text(LabelMetadata.FAILURE_REASON));
    }
    return metadata
        .humanAnnotated()
        .<LabeledObject>map(
            human ->
                new Labeled(human, labels(label.get(), metadata), confidences(metadata.json())))
        .orElseGet(
            () ->
                new Unreadable(
                    "has '" + attribute + "' without human-annotated yes or no in its metadata"));
  }

  private static List<Label> labels(JsonNode label, LabelMetadata metadata) {
    if (label.path("annotations").isArray()) {
      List<Label> boxes = new ArrayList<>();
      for (JsonNode box : label.path("annotations")) {
        text(box.path("class_id"))
            .or(() -> text(box.path("class-id")))
            .ifPresent(id -> boxes.add(mapped(id, metadata)));
      }
      return boxes;
    }
    if (label.at("/annotations/entities").isArray()) {
      return entities(label.path("annotations"));
    }
    if (metadata.json().path(LabelMetadata.INTERNAL_COLOR_MAP).isObject()) {
      return colors(metadata.json().path(LabelMetadata.INTERNAL_COLOR_MAP));
    }
    if (label.isArray()) {
      List<Label> classes = new ArrayList<>();
      label.forEach(id -> classes.add(mapped(id.asText(), metadata)));
      return classes;
    }
    Optional<String> name = metadata.text(LabelMetadata.CLASS_NAME);
    // Other values are not classes: a -ref attribute, for example, holds an address per object.
    return name.isPresent() || CLASS_ID.matcher(label.asText("")).matches()
        ? List.of(new Label(label.asText(), name))
        : List.of();
  }

  /** Marked words name their label; its place among the labels is the class id. */
  private static List<Label> entities(JsonNode annotations) {
    List<String> names = new ArrayList<>();
    annotations.path("labels").forEach(label -> names.add(label.path("label").asText()));
    List<Label> entities = new ArrayList<>();
    for (JsonNode entity : annotations.path("entities")) {
      String name = entity.path("label").asText();
      int place = names.indexOf(name);
      entities.add(new Label(String.valueOf(place < 0 ? names.size() : place), Optional.of(name)));
    }
    return entities;
  }

  /** A class counts once per mask that shows it. */
  private static List<Label> colors(JsonNode map) {
    List<Label> classes = new ArrayList<>();
    map.properties()
        .forEach(
            color ->
                text(color.getValue().path(LabelMetadata.CLASS_NAME))
                    .filter(name -> !name.equals(LabelMetadata.BACKGROUND))
                    .ifPresent(name -> classes.add(new Label(color.getKey(), Optional.of(name)))));
    return classes;
  }

  private static Label mapped(String classId, LabelMetadata metadata) {
    return new Label(classId, metadata.className(classId));
  }

  private static List<Double> confidences(JsonNode metadata) {
    List<Double> found = new ArrayList<>();
    number(metadata.path(LabelMetadata.CONFIDENCE), found);
    metadata
        .path(LabelMetadata.OBJECTS)
        .forEach(object -> number(object.path(LabelMetadata.CONFIDENCE), found));
    metadata.path(LabelMetadata.CONFIDENCE_MAP).forEach(value -> number(value, found));
    return found;
  }

  private static void number(JsonNode value, List<Double> into) {
    if (value.isNumber()) {
      into.add(value.asDouble());
    }
  }

  private static Optional<String> text(JsonNode value) {
    return value.isValueNode() && !value.isNull() ? Optional.of(value.asText()) : Optional.empty();
  }
}
