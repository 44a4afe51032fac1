package dev.labelops.engine.sts;

import static dev.labelops.engine.front.ErrorForm.Origin.OBSERVED;
import static dev.labelops.engine.front.ErrorForm.Origin.OURS;

import dev.labelops.engine.front.ErrorForm;

/** What STS refuses. */
public final class StsErrors {
  public static final ErrorForm FAILED =
      new ErrorForm(500, "InternalFailure", OURS, "The engine failed; see its log.");

  public static final ErrorForm UNKNOWN_ACTION =
      new ErrorForm(
          400,
          "InvalidAction",
          OBSERVED,
          "Could not find operation <action> for version 2011-06-15");

  public static final ErrorForm NOT_TRUSTED =
      new ErrorForm(
          403,
          "AccessDenied",
          OBSERVED,
          "User: <caller> is not authorized to perform: sts:AssumeRole on resource: " + "<role>");

  public static final ErrorForm ROLE_ARN_FORM =
      new ErrorForm(
          400,
          "ValidationError",
          OURS,
          "RoleArn must be the ARN of a role, arn:aws:iam::123456789012:role/name.");

  public static final ErrorForm SESSION_NAME_FORM =
      new ErrorForm(
          400,
          "ValidationError",
          OURS,
          "RoleSessionName must have 2 to 64 of the characters a-z A-Z 0-9 _+=,.@-");

  public static final ErrorForm DURATION_NOT_A_NUMBER =
      new ErrorForm(400, "ValidationError", OURS, "DurationSeconds must be a number.");

  public static final ErrorForm DURATION_OUT_OF_RANGE =
      new ErrorForm(
          400, "ValidationError", OURS, "DurationSeconds must be between <min> and <max>.");

  public static final ErrorForm DURATION_OF_A_CHAIN =
      new ErrorForm(
          400,
          "ValidationError",
          OBSERVED,
          "The requested DurationSeconds exceeds the 1 hour session limit for roles "
              + "assumed by role chaining");

  public static final ErrorForm UNSIGNED =
      new ErrorForm(403, "MissingAuthenticationToken", OURS, "<detail>");

  public static final ErrorForm SIGNATURE_UNREADABLE =
      new ErrorForm(403, "IncompleteSignature", OURS, "<detail>");

  public static final ErrorForm UNKNOWN_KEY =
      new ErrorForm(403, "InvalidClientTokenId", OURS, "<detail>");

  public static final ErrorForm EXPIRED = new ErrorForm(403, "ExpiredToken", OURS, "<detail>");

  public static final ErrorForm SIGNATURE_MISMATCH =
      new ErrorForm(403, "SignatureDoesNotMatch", OURS, "<detail>");

  private StsErrors() {}
}
