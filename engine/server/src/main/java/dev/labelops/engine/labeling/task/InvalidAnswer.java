package dev.labelops.engine.labeling.task;

/** An answer of the wrong shape; the message names the field and the rule. */
public final class InvalidAnswer extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidAnswer(String message) {
    super(message, null, false, false);
  }
}
