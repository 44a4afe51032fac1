package dev.labelops.engine.front;

import static dev.labelops.engine.front.ErrorForm.Origin.OBSERVED;
import static dev.labelops.engine.front.ErrorForm.Origin.OURS;

/**
 * What is answered before it is known which operation is asked for, or whatever the operation: by
 * the JSON protocol for SageMaker and Cognito, and by the engine's own routes.
 */
public final class FrontErrors {
  public static final ErrorForm THROTTLED =
      new ErrorForm(400, "ThrottlingException", OBSERVED, "Rate exceeded");

  public static final ErrorForm FAILED_BY_QUIRK =
      new ErrorForm(500, "InternalFailure", OURS, "Injected by a quirk of the engine.");

  public static final ErrorForm DENIED_BY_QUIRK =
      new ErrorForm(400, "AccessDeniedException", OURS, "Denied by a quirk of the engine.");

  public static final ErrorForm COGNITO_THROTTLED =
      new ErrorForm(400, "TooManyRequestsException", OBSERVED, "Rate exceeded");

  public static final ErrorForm COGNITO_FAILED_BY_QUIRK =
      new ErrorForm(500, "InternalErrorException", OURS, "Injected by a quirk of the engine.");

  public static final ErrorForm FAILED =
      new ErrorForm(500, "InternalFailure", OURS, "The engine failed; see its log.");

  public static final ErrorForm UNKNOWN_OPERATION =
      new ErrorForm(
          400, "UnknownOperationException", OURS, "The engine does not support <operation>.");

  public static final ErrorForm CONSTRAINTS =
      new ErrorForm(400, "ValidationException", OBSERVED, "<violations>");

  public static final ErrorForm COGNITO_CONSTRAINTS =
      new ErrorForm(400, "InvalidParameterException", OBSERVED, "<violations>");

  public static final ErrorForm FOREIGN_TOKEN =
      new ErrorForm(
          400, "ValidationException", OURS, "Invalid <member>. List again from the first page.");

  public static final ErrorForm COGNITO_FOREIGN_TOKEN =
      new ErrorForm(
          400,
          "InvalidParameterException",
          OURS,
          "Invalid <member>. List again from the first page.");

  public static final ErrorForm WRONG_JSON_TYPE =
      new ErrorForm(
          400,
          "SerializationException",
          OBSERVED,
          "The value at '<path>' can not be converted to <type>.");

  public static final ErrorForm NOT_A_JSON_OBJECT =
      new ErrorForm(400, "SerializationException", OURS, "The request must be a JSON object.");

  public static final ErrorForm NOT_JSON =
      new ErrorForm(400, "SerializationException", OURS, "The request is not JSON: <detail>");

  public static final ErrorForm UNREADABLE =
      new ErrorForm(400, "SerializationException", OURS, "The request is not JSON.");

  public static final ErrorForm UNSIGNED =
      new ErrorForm(
          403, "MissingAuthenticationTokenException", OBSERVED, "Missing Authentication Token");

  public static final ErrorForm SIGNATURE_UNREADABLE =
      new ErrorForm(403, "IncompleteSignatureException", OURS, "<detail>");

  public static final ErrorForm UNKNOWN_KEY =
      new ErrorForm(
          400,
          "UnrecognizedClientException",
          OBSERVED,
          "The security token included in the request is invalid.");

  public static final ErrorForm EXPIRED_KEY =
      new ErrorForm(
          400,
          "ExpiredTokenException",
          OBSERVED,
          "The security token included in the request is expired");

  public static final ErrorForm SIGNATURE_SKEWED =
      new ErrorForm(
          400,
          "InvalidSignatureException",
          OBSERVED,
          "Signature expired or not yet current: <detail>");

  public static final ErrorForm SIGNATURE_MISMATCH =
      new ErrorForm(
          400,
          "InvalidSignatureException",
          OBSERVED,
          "The request signature we calculated does not match the signature you provided. "
              + "Check your AWS Secret Access Key and signing method.");

  public static final ErrorForm BODY_TOO_LARGE =
      new ErrorForm(
          413,
          "RequestEntityTooLargeException",
          OURS,
          "The request body is larger than the <limit> bytes that this service reads.");

  public static final ErrorForm NOT_SIGNED_IN =
      new ErrorForm(
          401,
          "NotSignedIn",
          OURS,
          "Send an access key id of this engine and its secret with HTTP Basic authentication.");

  public static final ErrorForm TOO_MANY_ATTEMPTS =
      new ErrorForm(
          429,
          "TooManyAttempts",
          OURS,
          "Too many requests with this access key id or from this address had a wrong secret. Wait <seconds> seconds, then try again.");

  public static final ErrorForm QUIRKS_NOT_ALLOWED =
      new ErrorForm(
          403,
          "QuirksNotAllowed",
          OURS,
          "Quirks make calls of all accounts fail, so this engine does not take them. For "
              + "tests, start it with --quirks or LABELOPS_ENGINE_QUIRKS=true.");

  public static final ErrorForm INVALID_QUIRKS =
      new ErrorForm(400, "InvalidQuirks", OURS, "The body is not valid JSON for quirks: <detail>");

  public static final ErrorForm OWN_FAILED =
      new ErrorForm(500, "InternalError", OURS, "The engine failed; see its log.");

  public static final ErrorForm NO_SUCH_ROUTE =
      new ErrorForm(
          404,
          "NotFound",
          OURS,
          "<method> <path>: <reason>. docs/reference/task-api.md lists the routes.");

  /** Also for other statuses, as Javalin has them: 405, 413. */
  public static final ErrorForm ROUTE_REFUSED =
      new ErrorForm(
          400,
          "BadRequest",
          OURS,
          "<method> <path>: <reason>. docs/reference/task-api.md lists the routes.");

  private FrontErrors() {}
}
