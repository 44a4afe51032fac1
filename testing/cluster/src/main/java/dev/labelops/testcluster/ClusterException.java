package dev.labelops.testcluster;

/** The test cluster cannot be had; the message says what was seen and what to do. */
public final class ClusterException extends RuntimeException {

  public ClusterException(String message) {
    super(message);
  }

  public ClusterException(String message, Throwable cause) {
    super(message, cause);
  }
}
