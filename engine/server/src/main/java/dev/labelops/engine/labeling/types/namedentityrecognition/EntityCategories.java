package dev.labelops.engine.labeling.types.namedentityrecognition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.shared.LabelList;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import java.util.List;
import java.util.Optional;

/**
 * The label category file of named entity recognition (REF 3.4): {@code
 * {"labels":[{"label":"A","shortDisplayName":"a"}],"instructions":{"shortInstruction":"<p>..</p>","fullInstruction":"<p>..</p>"}}}.
 *
 * <p>The details are its labels, as they came, because the label of each text lists them (REF 6.2),
 * and its instructions, which are the page's.
 */
final class EntityCategories {
  private static final String LABELS = "labels";
  private static final String INSTRUCTIONS = "instructions";

  /** Characters: the list is part of every label. */
  private static final int LONGEST_LIST = 400_000;

  private static final List<String> NAMES = List.of("shortDisplayName", "fullDisplayName");

  private EntityCategories() {}

  /**
   * @throws InvalidLabelCategories when the file has another shape or breaks the rules
   */
  static LabelCategories read(LabelList list, JsonNode file) {
    LabelCategories labels = list.read(file);
    JsonNode entries = file.path(LABELS);
    for (int i = 0; i < entries.size(); i++) {
      for (String name : NAMES) {
        JsonNode value = entries.get(i).path(name);
        if (!value.isMissingNode() && !value.isTextual()) {
          throw new InvalidLabelCategories("labels[%d].%s must be a string".formatted(i, name));
        }
      }
    }
    if (entries.toString().length() > LONGEST_LIST) {
      throw new InvalidLabelCategories(
          "labels has more than %,d characters, which would be part of every label"
              .formatted(LONGEST_LIST));
    }
    ObjectNode details = JsonNodeFactory.instance.objectNode();
    details.set(LABELS, entries.deepCopy());
    details.set(INSTRUCTIONS, instructions(file.path(INSTRUCTIONS)));
    return new LabelCategories(labels.names(), Optional.of(details));
  }

  /** The labels as the file has them, which are objects. */
  static JsonNode labelsOf(LabelCategories labels) {
    return labels.details().orElseThrow().path(LABELS);
  }

  /** What the page needs besides the text. */
  static void writeTo(ObjectNode input, LabelCategories labels) {
    input.set(LABELS, labelsOf(labels));
    input.set(INSTRUCTIONS, labels.details().orElseThrow().path(INSTRUCTIONS));
  }

  private static JsonNode instructions(JsonNode instructions) {
    for (String member : List.of("shortInstruction", "fullInstruction")) {
      if (!instructions.path(member).isTextual()) {
        throw new InvalidLabelCategories(
            "instructions.%s must be a string of HTML; NamedEntityRecognition needs instructions"
                .formatted(member));
      }
    }
    return instructions.deepCopy();
  }
}
