package dev.labelops.bench;

/** The bench cannot continue; the message says why and what was seen. */
public class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    super(message);
  }

  BenchException(String message, Throwable cause) {
    super(message, cause);
  }
}
