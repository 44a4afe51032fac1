package dev.labelops.engine.labeling.task;

/**
 * A label category file that breaks a rule; the message names the rule, without a full stop. It
 * fails the job.
 */
public final class InvalidLabelCategories extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidLabelCategories(String message) {
    super(message, null, false, false);
  }
}
