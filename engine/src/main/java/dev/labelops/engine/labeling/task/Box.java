package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A labeled rectangle in pixels of the image.
 *
 * @param label one of the job's labels
 * @param left distance of the left edge from the image's left edge
 * @param top distance of the upper edge from the image's upper edge
 * @param width greater than 0
 * @param height greater than 0
 */
record Box(String label, double left, double top, double width, double height) {
  static Box of(JsonNode node) {
    return new Box(
        node.path("label").asText(),
        node.path("left").asDouble(),
        node.path("top").asDouble(),
        node.path("width").asDouble(),
        node.path("height").asDouble());
  }

  /** Intersection over union, 0 (apart) to 1 (the same). */
  double iou(Box other) {
    double across = Math.min(left + width, other.left + other.width) - Math.max(left, other.left);
    double down = Math.min(top + height, other.top + other.height) - Math.max(top, other.top);
    if (across <= 0 || down <= 0) {
      return 0;
    }
    double both = across * down;
    return both / (width * height + other.width * other.height - both);
  }

  /** The box whose edges are the means of the edges of the given ones, which share a label. */
  static Box mean(List<Box> boxes) {
    return new Box(
        boxes.getFirst().label(),
        mean(boxes, Box::left),
        mean(boxes, Box::top),
        mean(boxes, Box::width),
        mean(boxes, Box::height));
  }

  private static double mean(List<Box> boxes, ToDoubleFunction<Box> edge) {
    return boxes.stream().mapToDouble(edge).average().orElseThrow();
  }
}
