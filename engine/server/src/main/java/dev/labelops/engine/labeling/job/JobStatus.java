package dev.labelops.engine.labeling.job;

/** LabelingJobStatus; the constants are spelled as the service spells them. */
public enum JobStatus {
  Initializing,
  InProgress,
  Completed,
  Failed,
  Stopping,
  Stopped;

  /** Whether nothing will change any more. */
  public boolean terminal() {
    return this == Completed || this == Failed || this == Stopped;
  }
}
