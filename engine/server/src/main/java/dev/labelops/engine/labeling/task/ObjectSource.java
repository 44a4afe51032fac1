package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.ManifestLine;

/**
 * Where a manifest line holds its object.
 *
 * @param attribute {@code source}, which holds a text itself, or {@code source-ref}, which holds
 *     the s3:// address of a file
 */
public record ObjectSource(String attribute) {
  public static ObjectSource of(LabelingTaskType type) {
    return new ObjectSource(type.medium().attribute());
  }

  /** Whether the line holds the address of the object, not the object. */
  public boolean isFile() {
    return attribute.equals(ManifestLine.SOURCE_REF);
  }

  /** The text, or the address, of a line's object. */
  public String in(JsonNode line) {
    return line.path(attribute).asText();
  }
}
