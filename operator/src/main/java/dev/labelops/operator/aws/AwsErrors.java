package dev.labelops.operator.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.model.StsException;

/** The one place that knows AWS error codes and texts (ground-truth-reference 1.9). */
public final class AwsErrors {
  private static final Set<String> THROTTLES =
      Set.of(
          "ThrottlingException",
          "Throttling",
          "ThrottledException",
          "RequestThrottledException",
          "TooManyRequestsException",
          "RequestLimitExceeded",
          "SlowDown");
  private static final Map<String, ErrorClass> CODES =
      Map.ofEntries(
          Map.entry("InternalErrorException", ErrorClass.TRANSIENT),
          Map.entry("InternalError", ErrorClass.TRANSIENT),
          Map.entry("ServiceUnavailable", ErrorClass.TRANSIENT),
          Map.entry("RequestTimeout", ErrorClass.TRANSIENT),
          Map.entry("RequestTimeoutException", ErrorClass.TRANSIENT),
          Map.entry("IDPCommunicationError", ErrorClass.TRANSIENT),
          Map.entry("ConflictException", ErrorClass.CONFLICT),
          Map.entry("ConcurrentModificationException", ErrorClass.CONFLICT),
          Map.entry("OperationAborted", ErrorClass.CONFLICT),
          Map.entry("ConditionalRequestConflict", ErrorClass.CONFLICT),
          Map.entry("ResourceInUse", ErrorClass.EXISTS),
          Map.entry("ResourceInUseException", ErrorClass.EXISTS),
          Map.entry("UsernameExistsException", ErrorClass.EXISTS),
          Map.entry("GroupExistsException", ErrorClass.EXISTS),
          Map.entry("BucketAlreadyOwnedByYou", ErrorClass.EXISTS),
          Map.entry("BucketAlreadyExists", ErrorClass.EXISTS),
          Map.entry("PreconditionFailed", ErrorClass.EXISTS),
          Map.entry("ResourceLimitExceeded", ErrorClass.QUOTA),
          Map.entry("ResourceLimitExceededException", ErrorClass.QUOTA),
          Map.entry("LimitExceededException", ErrorClass.QUOTA),
          Map.entry("AccessDenied", ErrorClass.DENIED),
          Map.entry("AccessDeniedException", ErrorClass.DENIED),
          Map.entry("NotAuthorizedException", ErrorClass.DENIED),
          Map.entry("UnrecognizedClientException", ErrorClass.DENIED),
          Map.entry("InvalidClientTokenId", ErrorClass.DENIED),
          Map.entry("InvalidSignatureException", ErrorClass.DENIED),
          Map.entry("SignatureDoesNotMatch", ErrorClass.DENIED),
          Map.entry("InvalidAccessKeyId", ErrorClass.DENIED),
          Map.entry("ExpiredToken", ErrorClass.DENIED),
          Map.entry("ExpiredTokenException", ErrorClass.DENIED),
          Map.entry("ResourceNotFound", ErrorClass.NOT_FOUND),
          Map.entry("ResourceNotFoundException", ErrorClass.NOT_FOUND),
          Map.entry("UserNotFoundException", ErrorClass.NOT_FOUND),
          Map.entry("NoSuchBucket", ErrorClass.NOT_FOUND),
          Map.entry("NoSuchKey", ErrorClass.NOT_FOUND),
          Map.entry("NoSuchCORSConfiguration", ErrorClass.NOT_FOUND),
          Map.entry("NoSuchTagSet", ErrorClass.NOT_FOUND));

  private AwsErrors() {}

  /**
   * Makes one AWS call.
   *
   * @param action IAM action of the call, for example {@code sagemaker:CreateLabelingJob}
   * @throws CloudFailure when it fails, whatever the reason
   */
  public static <T> T call(String action, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw classify(action, e);
    } catch (UncheckedIOException e) {
      // The URL-connection client lets these through when a connection breaks before the answer.
      throw interrupted(action, e.getCause());
    }
  }

  /** Classifies a failure of the SDK. */
  public static CloudFailure classify(String action, SdkException e) {
    if (e instanceof AwsServiceException service) {
      // From STS: the call itself was not made, since its role could not be assumed.
      return answer(e instanceof StsException ? "sts:AssumeRole" : action, service);
    }
    if (String.valueOf(e.getMessage()).contains("Unable to load credentials")) {
      return new CloudFailure(
          ErrorClass.DENIED,
          action,
          "NoCredentials",
          "the operator has no AWS credentials: supply them (docs/use/getting-started-aws.md)",
          e);
    }
    return new CloudFailure(
        ErrorClass.TRANSIENT, action, e.getClass().getSimpleName(), rootMessage(e), e);
  }

  private static CloudFailure answer(String action, AwsServiceException service) {
    String code =
        service.awsErrorDetails() == null || service.awsErrorDetails().errorCode() == null
            ? "HTTP" + service.statusCode()
            : service.awsErrorDetails().errorCode();
    String message =
        service.awsErrorDetails() == null || service.awsErrorDetails().errorMessage() == null
            ? "HTTP " + service.statusCode()
            : service.awsErrorDetails().errorMessage();
    return new CloudFailure(
        classOf(action, code, service.statusCode(), message), action, code, message, service);
  }

  /** A stream that broke while the content of an answer or request went over it. */
  public static CloudFailure interrupted(String action, IOException e) {
    return new CloudFailure(
        ErrorClass.TRANSIENT, action, e.getClass().getSimpleName(), rootMessage(e), e);
  }

  /** A header of the answer that the failure came with. */
  public static Optional<String> header(AwsServiceException failure, String name) {
    return failure.awsErrorDetails() == null || failure.awsErrorDetails().sdkHttpResponse() == null
        ? Optional.empty()
        : failure.awsErrorDetails().sdkHttpResponse().firstMatchingHeader(name);
  }

  private static ErrorClass classOf(String action, String code, int status, String message) {
    if (THROTTLES.contains(code) || status == 429) {
      return ErrorClass.THROTTLED;
    }
    if (action.startsWith("sagemaker:Delete") && code.startsWith("ResourceInUse")) {
      return ErrorClass.CONFLICT;
    }
    ErrorClass known = CODES.get(code);
    if (known != null) {
      return known;
    }
    if (status >= 500) {
      return ErrorClass.TRANSIENT;
    }
    if (code.equals("ValidationException") && saysNotFound(action, message)) {
      return ErrorClass.NOT_FOUND;
    }
    return switch (status) {
      case 404 -> ErrorClass.NOT_FOUND;
      case 401, 403 -> ErrorClass.DENIED;
      case 409 -> ErrorClass.CONFLICT;
      case 412 -> ErrorClass.EXISTS;
      default -> ErrorClass.INVALID;
    };
  }

  /**
   * SageMaker says not found as a ValidationException; only reads, stops and deletes mean it so.
   */
  private static boolean saysNotFound(String action, String message) {
    boolean names =
        action.startsWith("sagemaker:Describe")
            || action.startsWith("sagemaker:Stop")
            || action.startsWith("sagemaker:Delete")
            || action.startsWith("sagemaker:List");
    String text = message.toLowerCase(java.util.Locale.ROOT);
    return names
        && !text.contains("validation error")
        && (text.contains("no workforce")
            || text.contains("the work team")
            || text.contains("not found")
            || text.contains("does not exist")
            || text.contains("could not find")
            || text.contains("cannot find"));
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
