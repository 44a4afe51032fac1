package dev.labelops.engine.labeling.types.audiorating;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.task.InvalidLabelCategories;
import dev.labelops.engine.labeling.task.LabelCategories;
import java.util.List;
import java.util.Optional;

/** The label category file {@code {"scale":5}}: ratings go from 1 to the scale. */
final class Scale {
  private Scale() {}

  static LabelCategories read(JsonNode file) {
    int scale = file.path("scale").asInt();
    if (scale < 2 || scale > 10) {
      throw new InvalidLabelCategories("scale must be a number from 2 to 10");
    }
    JsonNode details = JsonNodeFactory.instance.objectNode().put("scale", scale);
    return new LabelCategories(List.of(), Optional.of(details));
  }

  static int of(LabelCategories labels) {
    return labels.details().orElseThrow().path("scale").asInt();
  }
}
