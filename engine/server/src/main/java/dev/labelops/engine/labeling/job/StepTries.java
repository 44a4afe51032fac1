package dev.labelops.engine.labeling.job;

import java.time.Instant;
import java.util.Optional;

/**
 * How the step that a job is at has gone so far.
 *
 * @param begun times it was begun since the last step that ended well
 * @param failed times it ended with an error; the engine itself ended in the others
 * @param failingSince when the first of these errors happened
 */
public record StepTries(int begun, int failed, Optional<Instant> failingSince) {
  /** As the next try finds it. */
  public StepTries begunAgain() {
    return new StepTries(begun + 1, failed, failingSince);
  }
}
