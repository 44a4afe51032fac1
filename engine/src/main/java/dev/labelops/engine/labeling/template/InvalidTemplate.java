package dev.labelops.engine.labeling.template;

/** A worker template that cannot be used; the message says why. */
public final class InvalidTemplate extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTemplate(String message) {
    super(message, null, false, false);
  }
}
