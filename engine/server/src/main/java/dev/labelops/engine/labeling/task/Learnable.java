package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * How labels of a task type are learned and written by machine. Implementations are pure.
 *
 * <p>The learner knows classes and boxes only; how the type writes them is the type's.
 */
public sealed interface Learnable {
  /**
   * A machine label.
   *
   * @param label value of the label attribute
   * @param metadata what the model says of it (confidence, class name); {@link TaskType#metadata}
   *     adds who, when and which job
   */
  record MachineLabel(JsonNode label, ObjectNode metadata) {}

  /** One class per object. */
  non-sealed interface Classes extends Learnable {
    /**
     * The class that people gave.
     *
     * @param label value of the label attribute
     * @param metadata value of {@code <attribute>-metadata}
     */
    String classOf(JsonNode label, JsonNode metadata);

    /**
     * @param name one of the labels
     * @param confidence 0 to 1
     */
    MachineLabel write(String name, double confidence, LabelCategories labels);
  }

  /** Any number of boxes in an image. */
  non-sealed interface Boxes extends Learnable {
    /**
     * A box in pixels of the stored image.
     *
     * @param name one of the labels
     * @param confidence 0 to 1; 1 for a box that people drew
     */
    record Box(
        String name, double left, double top, double width, double height, double confidence) {}

    /** The boxes that people drew; empty when they found none. */
    List<Box> boxesOf(JsonNode label, JsonNode metadata);

    /**
     * @param boxes may be empty: "nothing here" is an answer
     * @param object with what the probe found, so that no box ends outside the image
     */
    MachineLabel write(List<Box> boxes, TaskObject object);
  }
}
