package dev.labelops.engine.labeling.shared.image;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.InvalidAnswer;

/**
 * In which size the worker was shown the image: {@code "inputImageProperties":{"width","height"}}
 * in the answers of the drawing elements. Coordinates are those of the stored pixels, so another
 * size means that the answer is about another image.
 */
public final class DrawnSize {
  public static final String MEMBER = "inputImageProperties";

  private DrawnSize() {}

  /**
   * @param properties the member; where a client leaves it out, the answer is about the stored size
   * @throws InvalidAnswer when the shape is wrong or the size is not the stored one
   */
  public static void check(JsonNode properties, ImageSize stored) {
    if (properties.isMissingNode()) {
      return;
    }
    if (!properties.path("width").isNumber() || !properties.path("height").isNumber()) {
      throw new InvalidAnswer(
          MEMBER + " must be an object with width and height, each a number of pixels");
    }
    double width = properties.path("width").asDouble();
    double height = properties.path("height").asDouble();
    if (width == stored.width() && height == stored.height()) {
      return;
    }
    boolean rotated = width == stored.height() && height == stored.width();
    throw new InvalidAnswer(
        "%s says %s x %s pixels, but the stored image has %d x %d%s"
            .formatted(
                MEMBER,
                properties.path("width").asText(),
                properties.path("height").asText(),
                stored.width(),
                stored.height(),
                rotated
                    ? ": it was shown rotated. Show it as it is stored (CSS image-orientation: none)"
                        + " and draw again"
                    : ". Draw on the image in its original size"));
  }
}
