package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.status.Reason;

/** The manifest of the next attempt. */
sealed interface InputSource {
  /** Can be pinned now. */
  record Ready(Input input) implements InputSource {}

  /** Not yet, or not at all. */
  record NotReady(Reason reason, String message, boolean personMustAct) implements InputSource {}

  /** Not needed in this pass. */
  record NotAsked() implements InputSource {}
}
