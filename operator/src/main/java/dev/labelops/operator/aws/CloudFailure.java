package dev.labelops.operator.aws;

import java.util.stream.Stream;

/**
 * A failed AWS call, classified once. Everything behind the adapters uses {@link #errorClass()},
 * never at codes or texts.
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

  /**
   * A fault of the operator itself. Its message may hold content, so only its kind and the place in
   * our code are named; the log has the rest.
   */
  public static CloudFailure unexpected(Throwable fault) {
    return new CloudFailure(
        ErrorClass.UNEXPECTED,
        "LabelOps itself",
        fault.getClass().getSimpleName(),
        "an internal error of the operator at "
            + place(fault)
            + "; the operator's log has the"
            + " details",
        fault);
  }

  private static String place(Throwable fault) {
    return Stream.of(fault.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith("dev.labelops."))
        .findFirst()
        .map(
            frame ->
                frame.getClassName().replaceFirst(".*\\.", "")
                    + "."
                    + frame.getMethodName()
                    + ", line "
                    + frame.getLineNumber())
        .orElse("an unknown place");
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
