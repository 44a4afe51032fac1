package dev.labelops.engine.front;

/**
 * A refusal in a service's own words, from an {@link ErrorForm} of the service's catalogue. Thrown
 * anywhere below the HTTP layer; the front writes it in the wire form of the service that was
 * addressed (JSON 1.1 {@code __type} and {@code message}, S3 XML, STS XML).
 */
public final class AwsError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;

  /**
   * @param status HTTP status, 400 to 599
   * @param code the service's error code, for example {@code ResourceInUse}
   * @param message the sentence that the service would send
   */
  AwsError(int status, String code, String message) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** What another service answered, handed on as it is: {@link #AwsError}. */
  public static AwsError handedOn(int status, String code, String message) {
    return new AwsError(status, code, message);
  }

  public int status() {
    return status;
  }

  public String code() {
    return code;
  }
}
