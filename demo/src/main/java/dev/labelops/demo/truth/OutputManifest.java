package dev.labelops.demo.truth;

import static dev.labelops.groundtruth.ManifestLine.SOURCE;
import static dev.labelops.groundtruth.ManifestLine.SOURCE_REF;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelAttributeName;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.LabelingTaskType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads and writes the lines of Ground Truth output manifests for boxes and classes. */
public final class OutputManifest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BOXES =
      LabelingTaskType.get("BoundingBox").output().type().orElseThrow();

  private OutputManifest() {}

  /**
   * @param lines JSON Lines; blank ones are skipped
   * @throws IllegalArgumentException naming the line that is not of the expected form
   */
  public static List<ManifestLine> read(List<String> lines, String attribute) {
    List<ManifestLine> read = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        read.add(line(JSON.readTree(lines.get(i)), attribute));
      } catch (JsonProcessingException | IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "line %d is not a line of an output manifest with attribute '%s': %s"
                .formatted(i + 1, attribute, e.getMessage()),
            e);
      }
    }
    return List.copyOf(read);
  }

  /** The label categories in the class maps of all lines, in the order of their class ids. */
  public static List<String> labels(List<String> lines, String attribute) {
    Map<Integer, String> labels = new TreeMap<>();
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      try {
        JsonNode root = JSON.readTree(line);
        JsonNode metadata = root.path(LabelAttributeName.metadataOf(attribute));
        metadata
            .path(LabelMetadata.CLASS_MAP)
            .properties()
            .forEach(e -> labels.put(Integer.parseInt(e.getKey()), e.getValue().asText()));
        if (metadata.has(LabelMetadata.CLASS_NAME)) {
          labels.put(
              root.path(attribute).asInt(), metadata.path(LabelMetadata.CLASS_NAME).asText());
        }
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException("not JSON: " + e.getOriginalMessage(), e);
      }
    }
    return List.copyOf(labels.values());
  }

  /** A line of an input manifest: an unlabeled text. */
  public static String text(String text) {
    return JSON.createObjectNode().put(SOURCE, text).toString();
  }

  /** A line with boxes; class ids are positions in {@code labels}. */
  public static String boxes(
      String sourceRef, String attribute, Annotation.Boxes boxes, List<String> labels) {
    ObjectNode line = JSON.createObjectNode().put(SOURCE_REF, sourceRef);
    ObjectNode value = line.putObject(attribute);
    value
        .putArray("image_size")
        .addObject()
        .put("width", boxes.width())
        .put("height", boxes.height())
        .put("depth", 3);
    var annotations = value.putArray("annotations");
    ObjectNode metadata = line.putObject(LabelAttributeName.metadataOf(attribute));
    var objects = metadata.putArray(LabelMetadata.OBJECTS);
    Map<Integer, String> classMap = new LinkedHashMap<>();
    for (Box box : boxes.boxes()) {
      int id = labels.indexOf(box.label());
      classMap.put(id, box.label());
      annotations
          .addObject()
          .put("class_id", id)
          .put("left", Math.round(box.left()))
          .put("top", Math.round(box.top()))
          .put("width", Math.round(box.width()))
          .put("height", Math.round(box.height()));
      objects.addObject().put(LabelMetadata.CONFIDENCE, 0);
    }
    metadata.set(LabelMetadata.CLASS_MAP, JSON.valueToTree(classMap));
    metadata
        .put(LabelMetadata.TYPE, BOXES)
        .put(LabelMetadata.HUMAN_ANNOTATED, LabelMetadata.YES)
        .put(LabelMetadata.CREATION_DATE, "2026-01-01T00:00:00.000000")
        .put(LabelMetadata.JOB_NAME, LabelMetadata.JOB_NAME_PREFIX + "truth");
    return line.toString();
  }

  private static ManifestLine line(JsonNode root, String attribute) {
    boolean text = !root.has(SOURCE_REF);
    JsonNode object = root.path(text ? SOURCE : SOURCE_REF);
    if (!object.isTextual()) {
      throw new IllegalArgumentException("it has neither source-ref nor source");
    }
    JsonNode value = root.get(attribute);
    JsonNode metadata = root.path(LabelAttributeName.metadataOf(attribute));
    if (value == null || metadata.isMissingNode()) {
      return new ManifestLine(object.asText(), text, Optional.empty(), false);
    }
    return new ManifestLine(
        object.asText(),
        text,
        Optional.of(value.isObject() ? boxes(value, metadata) : category(metadata)),
        new LabelMetadata(metadata).humanAnnotated().orElse(false));
  }

  private static Annotation.Boxes boxes(JsonNode value, JsonNode metadata) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode box : value.path("annotations")) {
      String id = box.path("class_id").asText();
      String label = metadata.path(LabelMetadata.CLASS_MAP).path(id).asText("");
      if (label.isEmpty()) {
        throw new IllegalArgumentException("class_id " + id + " is missing in class-map");
      }
      boxes.add(
          new Box(
              label,
              box.path("left").asDouble(),
              box.path("top").asDouble(),
              box.path("width").asDouble(),
              box.path("height").asDouble()));
    }
    JsonNode size = value.path("image_size").path(0);
    return new Annotation.Boxes(
        size.path("width").asInt(), size.path("height").asInt(), List.copyOf(boxes));
  }

  private static Annotation.Category category(JsonNode metadata) {
    JsonNode name = metadata.path(LabelMetadata.CLASS_NAME);
    if (!name.isTextual()) {
      throw new IllegalArgumentException("its metadata has no class-name");
    }
    return new Annotation.Category(name.asText());
  }
}
