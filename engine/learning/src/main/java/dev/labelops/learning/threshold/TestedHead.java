package dev.labelops.learning.threshold;

import java.util.List;
import java.util.Optional;

/**
 * The outcome of the tests of one head (one candidate model).
 *
 * @param head its name
 * @param validated objects of the validation set
 * @param groups in the order of the tests, which end with the first failure
 * @param accepted the last group that passed
 */
public record TestedHead(String head, int validated, List<Group> groups, Optional<Group> accepted) {

  /**
   * Part of the validated objects at or above the threshold, 0 to 1: what to expect of the
   * unlabeled.
   */
  public double coverage() {
    return accepted.map(group -> (double) group.size() / validated).orElse(0.0);
  }
}
