package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.groundtruth.LabelCategoryFormat;
import dev.labelops.groundtruth.LabelingTaskType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;

/**
 * The label category file of images, texts and video classification (REF 3.4), {@code
 * {"labels":[{"label":"A"},...]}}.
 *
 * @param type whose limits count
 */
public record LabelList(LabelingTaskType type) {
  private static final int MAX_NAME = LabelCategoryFormat.Plain.maxLabelName();

  /**
   * The names in their order.
   *
   * @throws InvalidLabelCategories when the file has another shape or breaks the rules
   */
  public LabelCategories read(JsonNode file) {
    List<String> names = new ArrayList<>();
    for (JsonNode entry : file.path("labels")) {
      String name = entry.path("label").asText();
      if (name.isEmpty() || name.length() > MAX_NAME) {
        throw new InvalidLabelCategories(
            "labels[" + names.size() + "].label must be a string of 1 to 256 characters");
      }
      names.add(name);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new InvalidLabelCategories("a label is listed twice; names must be unique");
    }
    int least = type.labelCategories().min();
    OptionalInt most = type.labelCategories().max();
    if (names.size() < least || names.size() > most.orElse(Integer.MAX_VALUE)) {
      throw new InvalidLabelCategories(
          "%s needs at least %d%s labels, the file has %d"
              .formatted(
                  type.name(),
                  least,
                  most.isPresent() ? " and at most " + most.getAsInt() : "",
                  names.size()));
    }
    return LabelCategories.of(names);
  }
}
