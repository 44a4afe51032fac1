package dev.labelops.operator.task;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.groundtruth.LabelCategoryFormat;
import java.io.UncheckedIOException;

/** The label category file (LabelCategoryConfigS3Uri, ground-truth-reference 3.4). */
public final class LabelCategories {
  private static final JsonMapper JSON = new JsonMapper();

  private LabelCategories() {}

  /**
   * The file's content, in the order of the labels: their place is their class id.
   *
   * @param instructions for formats that hold them
   */
  public static String json(
      LabelCategoryFormat format, Categories categories, WorkerInstructions instructions) {
    ObjectNode file = JSON.createObjectNode().put(format.versionMember(), format.version());
    switch (format) {
      case Plain -> PlainCategories.write(categories, file);
      case EntityRecognition -> EntityCategories.write(categories, instructions, file);
      case Attributes -> AttributeCategories.write(categories, instructions, file);
    }
    try {
      return JSON.writeValueAsString(file);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
