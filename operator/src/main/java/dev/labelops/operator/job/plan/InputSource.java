package dev.labelops.operator.job.plan;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.status.Reason;
import java.util.Optional;

/** The manifest of the next attempt. */
public sealed interface InputSource {
  /** What the attempt is to read, where it can be read already. */
  default Optional<Input> readable() {
    return switch (this) {
      case Ready ready -> Optional.of(ready.input());
      case NotCopied missing -> Optional.of(missing.copy().original());
      case NotReady waiting -> Optional.empty();
      case NotAsked notAsked -> Optional.empty();
    };
  }

  /** Can be pinned now. */
  record Ready(Input input) implements InputSource {}

  /** Checked, and can be pinned once it is copied. */
  record NotCopied(ManifestCopy copy) implements InputSource {}

  /** Not yet, or not at all. */
  record NotReady(Reason reason, String message, boolean personMustAct) implements InputSource {}

  /** Not needed in this pass. */
  record NotAsked() implements InputSource {}
}
