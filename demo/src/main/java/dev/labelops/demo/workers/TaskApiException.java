package dev.labelops.demo.workers;

/** The engine refused a request of the task API. */
public final class TaskApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  TaskApiException(String request, int status, String code, String message) {
    super("%s was refused: %d %s: %s".formatted(request, status, code, message));
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
