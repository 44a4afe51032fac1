package dev.labelops.engine.labeling.task;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.Learnable.Boxes.Box;
import java.util.List;

/**
 * How labels of several answers follow from what all answers of the job say of its workers.
 * Implementations are pure.
 *
 * <p>Consolidation knows classes and boxes only; how the type writes them is the type's. When a
 * batch is finished, its labels are written again by these methods; until then they are what {@link
 * TaskType#consolidate} found. Labels that have files besides the record have no consensus.
 */
public sealed interface Consensus {
  /** One class per object. */
  non-sealed interface OfClasses extends Consensus {
    /**
     * The class that a worker gave, one of the labels.
     *
     * @param answer checked
     */
    String classOf(JsonNode answer);

    /**
     * @param name one of the labels
     * @param confidence 0 to 1; 0 for a label of one answer
     */
    Consolidated write(String name, double confidence, LabelCategories labels);
  }

  /** Any number of boxes in an image. */
  non-sealed interface OfBoxes extends Consensus {
    /**
     * The boxes that a worker drew; empty for "nothing here".
     *
     * @param answer checked
     */
    List<Box> boxesOf(JsonNode answer);

    /**
     * @param boxes merged, each with its confidence; 0 for those of one answer
     * @param object with what the probe found
     */
    Consolidated write(List<Box> boxes, TaskObject object);
  }
}
