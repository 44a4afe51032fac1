package dev.labelops.operator.aws.sagemaker;

import java.util.Arrays;

/** LabelingJobStatus. */
public enum LabelingJobState {
  Initializing,
  InProgress,
  Completed,
  Failed,
  Stopping,
  Stopped,
  /** A word that this version does not know. */
  Unknown;

  /** Whether the service will not change the job any more. */
  public boolean ended() {
    return this == Completed || this == Failed || this == Stopped;
  }

  /** The state of that name, or {@link #Unknown}. */
  public static LabelingJobState of(String name) {
    return Arrays.stream(values()).filter(s -> s.name().equals(name)).findFirst().orElse(Unknown);
  }
}
