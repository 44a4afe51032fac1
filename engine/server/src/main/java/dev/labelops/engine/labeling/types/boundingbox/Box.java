package dev.labelops.engine.labeling.types.boundingbox;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.shared.Rounded;
import dev.labelops.engine.labeling.shared.image.ImageSize;
import java.util.List;
import java.util.Optional;
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
  /** Pixels; half of it is lost when edges are written with two places after the point. */
  private static final double SMALLEST = 0.01;

  private static final double ROUNDING = SMALLEST / 2;

  static Box of(JsonNode node) {
    return new Box(
        node.path("label").asText(),
        node.path("left").asDouble(),
        node.path("top").asDouble(),
        node.path("width").asDouble(),
        node.path("height").asDouble());
  }

  /**
   * The one rule for boxes, drawn or consolidated: an area that is left after rounding, inside the
   * image.
   *
   * @return what is wrong, to go after the box's name; empty when nothing is
   */
  Optional<String> flaw(Optional<ImageSize> image) {
    if (!(width >= SMALLEST && height >= SMALLEST)) {
      return Optional.of("width and height must be greater than 0, at least 0.01 pixels");
    }
    return image
        .filter(size -> !(inside(left, width, size.width()) && inside(top, height, size.height())))
        .map(
            size ->
                "the box from %s, %s to %s, %s is not inside the image of %d x %d pixels"
                    .formatted(left, top, left + width, top + height, size.width(), size.height()));
  }

  private static boolean inside(double from, double length, int end) {
    return from > -ROUNDING && from + length < end + ROUNDING;
  }

  /** The box as it is written: two places after the point, which takes no edge off the image. */
  Box rounded(Optional<ImageSize> image) {
    double across = Rounded.toHundredths(width);
    double down = Rounded.toHundredths(height);
    double x = Rounded.toHundredths(left);
    double y = Rounded.toHundredths(top);
    return image
        .map(
            size ->
                new Box(
                    label,
                    shifted(x, across, size.width()),
                    shifted(y, down, size.height()),
                    across,
                    down))
        .orElseGet(() -> new Box(label, x, y, across, down));
  }

  private static double shifted(double from, double length, int end) {
    return Rounded.toHundredths(Math.max(0, Math.min(from, end - length)));
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
