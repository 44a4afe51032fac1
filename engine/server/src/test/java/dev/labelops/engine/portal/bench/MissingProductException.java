package dev.labelops.engine.portal.bench;

/** The product to compare with cannot be had here; the message is one sentence for people. */
final class MissingProductException extends Exception {
  private static final long serialVersionUID = 1L;

  MissingProductException(String message) {
    super(message);
  }
}
