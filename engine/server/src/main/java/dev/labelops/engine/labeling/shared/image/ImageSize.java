package dev.labelops.engine.labeling.shared.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * Size of an image as read from the file itself.
 *
 * @param width pixels
 * @param height pixels
 * @param depth channels: 1 for grey, 3 for colour, 4 with transparency
 */
public record ImageSize(int width, int height, int depth) {
  /** The size among an object's properties; empty when the object was not probed. */
  public static Optional<ImageSize> of(JsonNode properties) {
    return properties.has("width")
        ? Optional.of(
            new ImageSize(
                properties.path("width").asInt(),
                properties.path("height").asInt(),
                properties.path("depth").asInt()))
        : Optional.empty();
  }

  /** The size as JSON: as a property of an object, and as {@code image_size} of a label. */
  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("width", width)
        .put("height", height)
        .put("depth", depth);
  }
}
