package dev.labelops.engine.labeling.shared.choice;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.shared.Rounded;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.Learnable;

/** One class per object, learned: the label is an index, the metadata has name and confidence. */
public final class LearnedClass implements Learnable.Classes {
  private static final String CLASS_NAME = "class-name";

  @Override
  public String classOf(JsonNode label, JsonNode metadata) {
    return metadata.path(CLASS_NAME).asText();
  }

  @Override
  public MachineLabel write(String name, double confidence, LabelCategories labels) {
    int index = labels.names().indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException(
          "'%s' is not one of the job's labels %s".formatted(name, labels.names()));
    }
    return new MachineLabel(
        IntNode.valueOf(index),
        JsonNodeFactory.instance
            .objectNode()
            .put(CLASS_NAME, name)
            .put("confidence", Rounded.toHundredths(confidence)));
  }
}
