package dev.labelops.engine.labeling.work;

/** Why a worker's request is refused; the message says what to do. */
public final class TaskRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What kind of refusal. */
  public enum Kind {
    /** The task does not exist, or it is another worker's. */
    TaskNotFound,
    /** The time limit has passed, or the job has ended. */
    TaskGone,
    /** The task was answered otherwise before. */
    TaskAlreadyAnswered,
    /** The worker has as many tasks in hand as anybody may have. */
    TooManyInHand,
    /** The answer has the wrong shape. */
    InvalidAnswer
  }

  private final Kind kind;

  public TaskRefusal(Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
