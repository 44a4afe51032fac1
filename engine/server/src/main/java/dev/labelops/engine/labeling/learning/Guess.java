package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.task.Learnable.MachineLabel;
import dev.labelops.engine.labeling.task.TaskObject;

/** What a head says of an object. */
interface Guess {
  /** Comparable among the guesses of one head only; higher is surer. */
  double confidence();

  /** Quality, 0 to 1: right or wrong for a class, IoU for boxes. */
  double score(HumanLabel truth);

  /**
   * @param object probed
   */
  MachineLabel write(TaskObject object);
}
