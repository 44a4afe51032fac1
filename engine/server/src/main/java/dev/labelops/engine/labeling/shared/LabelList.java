package dev.labelops.engine.labeling.shared;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * The label category file of images, texts and video classification (REF 3.4), {@code
 * {"labels":[{"label":"A"},...]}}.
 *
 * @param type the task type's name, for messages
 * @param least least number of label categories
 * @param most largest number of label categories; {@link Integer#MAX_VALUE} for no limit
 */
public record LabelList(String type, int least, int most) {
  private static final int MAX_NAME = 256;

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
            "labels[" + names.size() + "].label must be a text of 1 to 256 characters");
      }
      names.add(name);
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new InvalidLabelCategories("a label stands there twice; names must be unique");
    }
    if (names.size() < least || names.size() > most) {
      throw new InvalidLabelCategories(
          "%s needs at least %d%s labels, the file has %d"
              .formatted(
                  type,
                  least,
                  most == Integer.MAX_VALUE ? "" : " and at most " + most,
                  names.size()));
    }
    return LabelCategories.of(names);
  }
}
