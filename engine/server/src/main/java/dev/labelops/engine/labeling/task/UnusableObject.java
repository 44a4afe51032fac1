package dev.labelops.engine.labeling.task;

/**
 * An object that people cannot be shown. The message is a sentence without the object's name, so
 * that equal reasons are equal texts; it becomes {@code failure-reason} in the output manifest.
 */
public final class UnusableObject extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnusableObject(String why) {
    super(why, null, false, false);
  }
}
