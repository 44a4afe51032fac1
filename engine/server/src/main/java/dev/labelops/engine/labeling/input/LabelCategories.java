package dev.labelops.engine.labeling.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.task.TaskType;
import dev.labelops.groundtruth.LabelCategoryFormat;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** The label category file, {@code {"labels":[{"label":"A"},...]}}. */
public final class LabelCategories {
  private static final int MAX_NAME = LabelCategoryFormat.Plain.maxLabelName();

  private LabelCategories() {}

  /**
   * The names in their order.
   *
   * @throws JobFailure when the file has another shape or breaks the type's rules
   */
  public static List<String> parse(String text, TaskType type) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : root(text).path("labels")) {
      String name = entry.path("label").asText();
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw bad("labels[" + names.size() + "].label must be a text of 1 to 256 characters");
      }
      names.add(name);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw bad("a label stands there twice; names must be unique");
    }
    if (names.size() < type.minimumLabels() || names.size() > type.maximumLabels()) {
      String most =
          type.maximumLabels() == Integer.MAX_VALUE ? "" : " and at most " + type.maximumLabels();
      throw bad(
          "%s needs at least %d%s labels, the file has %d"
              .formatted(type.name(), type.minimumLabels(), most, names.size()));
    }
    return List.copyOf(names);
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
