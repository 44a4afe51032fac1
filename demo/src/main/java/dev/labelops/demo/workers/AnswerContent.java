package dev.labelops.demo.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import java.util.ArrayList;
import java.util.List;

/** Writes and reads annotations as the {@code answerContent} of the built-in worker templates. */
public final class AnswerContent {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AnswerContent() {}

  /**
   * @throws IllegalArgumentException when the truth does not fit the type of the task
   */
  static JsonNode of(String taskType, Annotation annotation) {
    ObjectNode content = JSON.createObjectNode();
    switch (taskType) {
      case "BoundingBox" -> {
        if (!(annotation instanceof Annotation.Boxes boxes)) {
          throw misfit(taskType, annotation);
        }
        boxes(content.putObject("boundingBox"), boxes);
      }
      case "ImageMultiClass" ->
          content.putObject("crowd-image-classifier").put("label", label(taskType, annotation));
      case "TextMultiClass" ->
          content.putObject("crowd-classifier").put("label", label(taskType, annotation));
      default ->
          throw new IllegalArgumentException(
              "simulated workers support BoundingBox, ImageMultiClass and TextMultiClass, not "
                  + taskType);
    }
    return content;
  }

  /** What an answer says. */
  public static Annotation read(String taskType, JsonNode content) {
    return switch (taskType) {
      case "BoundingBox" -> boxes(content.path("boundingBox"));
      case "ImageMultiClass" ->
          new Annotation.Category(content.path("crowd-image-classifier").path("label").asText());
      case "TextMultiClass" ->
          new Annotation.Category(content.path("crowd-classifier").path("label").asText());
      default -> throw new IllegalArgumentException("the demo cannot read answers of " + taskType);
    };
  }

  private static Annotation boxes(JsonNode content) {
    List<Box> boxes = new ArrayList<>();
    for (JsonNode box : content.path("boundingBoxes")) {
      boxes.add(
          new Box(
              box.path("label").asText(),
              box.path("left").asDouble(),
              box.path("top").asDouble(),
              box.path("width").asDouble(),
              box.path("height").asDouble()));
    }
    JsonNode size = content.path("inputImageProperties");
    return new Annotation.Boxes(
        size.path("width").asInt(), size.path("height").asInt(), List.copyOf(boxes));
  }

  private static void boxes(ObjectNode content, Annotation.Boxes image) {
    var boxes = content.putArray("boundingBoxes");
    for (Box box : image.boxes()) {
      boxes
          .addObject()
          .put("label", box.label())
          .put("left", (int) box.left())
          .put("top", (int) box.top())
          .put("width", (int) box.width())
          .put("height", (int) box.height());
    }
    content
        .putObject("inputImageProperties")
        .put("width", image.width())
        .put("height", image.height());
  }

  private static String label(String taskType, Annotation annotation) {
    if (annotation instanceof Annotation.Category(String label)) {
      return label;
    }
    throw misfit(taskType, annotation);
  }

  private static IllegalArgumentException misfit(String taskType, Annotation annotation) {
    return new IllegalArgumentException(
        "the truth file contains %s, but the task is %s"
            .formatted(annotation instanceof Annotation.Boxes ? "boxes" : "classes", taskType));
  }
}
