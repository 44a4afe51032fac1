package dev.labelops.engine.labeling.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskType;

/** The label category file: JSON, whose rules are the task type's. */
public final class LabelCategoryFile {
  private LabelCategoryFile() {}

  /**
   * @throws JobFailure when the file is not JSON or breaks the type's rules
   */
  public static LabelCategories read(String text, TaskType type) {
    try {
      return type.labels(root(text));
    } catch (InvalidLabelCategories e) {
      throw bad(e.getMessage());
    }
  }

  private static JsonNode root(String text) {
    try {
      return Json.MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw bad("the file " + BrokenJson.where(text, e));
    }
  }

  private static JobFailure bad(String what) {
    return JobFailure.client("LabelCategoryConfigS3Uri: " + what + ".");
  }
}
