package dev.labelops.operator.dataset.decide;

import dev.labelops.operator.aws.CloudFailure;

/** What came of an action. */
public sealed interface DatasetOutcome {
  /** It took effect, or there was nothing to do. */
  record Done() implements DatasetOutcome {}

  record Failed(CloudFailure failure) implements DatasetOutcome {}

  /** For the log. */
  default String name() {
    return getClass().getSimpleName();
  }
}
