package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/**
 * One label from several answers.
 *
 * @param label value of the label attribute
 * @param metadata what the answers alone say of {@code <attribute>-metadata} (confidence, class
 *     names); {@link TaskType#metadata} adds who, when and which job
 * @param agreeing ids of the workers whose answer is the label; empty where that has no meaning
 * @param files files besides the record, each with a suffix of its own
 */
public record Consolidated(
    JsonNode label, ObjectNode metadata, Set<String> agreeing, List<LabelFile> files) {
  /**
   * @throws IllegalArgumentException when two files have the same suffix
   */
  public Consolidated {
    files = List.copyOf(files);
    if (files.stream().map(LabelFile::suffix).distinct().count() < files.size()) {
      throw new IllegalArgumentException("two files of a label have the same suffix: " + files);
    }
  }

  /** A label without files. */
  public Consolidated(JsonNode label, ObjectNode metadata, Set<String> agreeing) {
    this(label, metadata, agreeing, List.of());
  }
}
