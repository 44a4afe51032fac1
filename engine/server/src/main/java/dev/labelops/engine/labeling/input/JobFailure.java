package dev.labelops.engine.labeling.input;

/** Ends a job as Failed; the message is its FailureReason and says what to do. */
public final class JobFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private JobFailure(String reason) {
    super(reason, null, false, false);
  }

  /** Something that the job's owner can fix. */
  public static JobFailure client(String what) {
    return new JobFailure("ClientError: " + what);
  }
}
