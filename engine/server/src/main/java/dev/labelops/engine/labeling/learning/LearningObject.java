package dev.labelops.engine.labeling.learning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.TaskObject;
import java.util.Optional;

/**
 * An object with all that a learner reads of it.
 *
 * @param id line number, from 0
 * @param object line, label categories and what the probe found; not probed (an empty object) while
 *     nobody was shown it
 * @param human the human label; empty for objects without one
 */
public record LearningObject(int id, TaskObject object, Optional<HumanLabel> human) {
  /**
   * A consolidated human label.
   *
   * @param label value of the label attribute
   * @param metadata value of {@code <attribute>-metadata}
   * @param weight for training, greater than 0, at most 1: estimated probability that it is right
   */
  public record HumanLabel(JsonNode label, JsonNode metadata, double weight) {}
}
