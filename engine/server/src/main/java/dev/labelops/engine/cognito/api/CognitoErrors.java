package dev.labelops.engine.cognito.api;

import dev.labelops.engine.front.AwsError;

/** Cognito's refusals, each with the sentence that the service sends. */
public final class CognitoErrors {
  private CognitoErrors() {}

  public static AwsError invalidParameter(String message) {
    return new AwsError(400, "InvalidParameterException", message);
  }

  public static AwsError noSuchPool(String id) {
    return notFound("User pool " + id + " does not exist.");
  }

  public static AwsError noSuchClient(String id) {
    return notFound("User pool client " + id + " does not exist.");
  }

  public static AwsError noSuchGroup(String name) {
    return notFound("Group not found: " + name + ".");
  }

  public static AwsError noSuchUser() {
    return new AwsError(400, "UserNotFoundException", "User does not exist.");
  }

  public static AwsError groupExists(String name) {
    return new AwsError(
        400, "GroupExistsException", "A group with the name " + name + " already exists.");
  }

  public static AwsError userExists(boolean byEmail) {
    return new AwsError(
        400,
        "UsernameExistsException",
        byEmail
            ? "An account with the given email already exists."
            : "User account already exists");
  }

  public static AwsError aliasExists() {
    return new AwsError(
        400, "AliasExistsException", "An account with the given email already exists.");
  }

  public static AwsError notAuthorized(String message) {
    return new AwsError(400, "NotAuthorizedException", message);
  }

  public static AwsError notFound(String message) {
    return new AwsError(400, "ResourceNotFoundException", message);
  }
}
