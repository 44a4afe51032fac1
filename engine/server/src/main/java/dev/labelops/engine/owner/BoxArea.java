package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.LabelMetadata;
import java.util.List;
import java.util.Optional;

/**
 * A box of a label, {@code {"annotations":[{"class_id","left","top","width","height"}]}}.
 *
 * @param name of its label category
 * @param area in pixels
 */
record BoxArea(String name, double area) {
  /**
   * @param label value of the label attribute
   * @param metadata value of {@code <attribute>-metadata}, which names the categories
   * @return none for labels of another form
   */
  static List<BoxArea> of(Optional<JsonNode> label, Optional<JsonNode> metadata) {
    JsonNode boxes = label.map(found -> found.path("annotations")).orElse(null);
    if (boxes == null || !boxes.isArray()) {
      return List.of();
    }
    return boxes
        .valueStream()
        .filter(box -> box.path("width").isNumber() && box.path("height").isNumber())
        .map(
            box -> {
              String id = box.path("class_id").asText();
              String name =
                  metadata
                      .map(found -> found.path(LabelMetadata.CLASS_MAP).path(id).asText())
                      .orElse(id);
              return new BoxArea(
                  name, box.path("width").asDouble() * box.path("height").asDouble());
            })
        .toList();
  }
}
