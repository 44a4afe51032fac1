package dev.labelops.operator.aws;

/**
 * A failed AWS call, classified once. Everything behind the adapters looks at {@link
 * #errorClass()}, never at codes or texts.
 */
public final class CloudFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorClass errorClass;
  private final String action;
  private final String code;

  /**
   * @param action IAM action of the call, for example {@code sagemaker:CreateLabelingJob}
   * @param code AWS error code, or the exception's simple name when there was no answer
   * @param message what AWS said, without request id
   */
  public CloudFailure(
      ErrorClass errorClass, String action, String code, String message, Throwable cause) {
    super(message, cause);
    this.errorClass = errorClass;
    this.action = action;
    this.code = code;
  }

  public ErrorClass errorClass() {
    return errorClass;
  }

  public String action() {
    return action;
  }

  public String code() {
    return code;
  }

  /** One sentence for a condition: which call failed, and what AWS said. */
  public String sentence() {
    return action + ": " + getMessage() + " (" + code + ")";
  }
}
