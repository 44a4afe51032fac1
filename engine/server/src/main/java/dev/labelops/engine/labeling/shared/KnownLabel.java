package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import java.util.List;

/** A label's name in an answer. */
public final class KnownLabel {
  private KnownLabel() {}

  /**
   * @param label the node with the name
   * @param path where it is in the answer
   * @param labels the job's label categories
   * @throws InvalidAnswer when it is not the name of one of them
   */
  public static void check(JsonNode label, String path, List<String> labels) {
    if (!label.isTextual()) {
      throw new InvalidAnswer(path + " must be a string, one of " + labels);
    }
    if (!labels.contains(label.textValue())) {
      throw new InvalidAnswer(
          "%s '%s' is not one of the job's labels %s".formatted(path, label.textValue(), labels));
    }
  }
}
