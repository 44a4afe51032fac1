package dev.labelops.engine.cognito;

import dev.labelops.engine.front.AwsError;

/** Cognito's refusals, each with the sentence that the service sends. */
final class CognitoErrors {
  private CognitoErrors() {}

  static AwsError invalidParameter(String message) {
    return new AwsError(400, "InvalidParameterException", message);
  }

  static AwsError noSuchPool(String id) {
    return notFound("User pool " + id + " does not exist.");
  }

  static AwsError noSuchClient(String id) {
    return notFound("User pool client " + id + " does not exist.");
  }

  static AwsError noSuchGroup(String name) {
    return notFound("Group not found: " + name + ".");
  }

  static AwsError noSuchUser() {
    return new AwsError(400, "UserNotFoundException", "User does not exist.");
  }

  static AwsError groupExists(String name) {
    return new AwsError(
        400, "GroupExistsException", "A group with the name " + name + " already exists.");
  }

  static AwsError userExists(boolean byEmail) {
    return new AwsError(
        400,
        "UsernameExistsException",
        byEmail
            ? "An account with the given email already exists."
            : "User account already exists");
  }

  static AwsError aliasExists() {
    return new AwsError(
        400, "AliasExistsException", "An account with the given email already exists.");
  }

  static AwsError notAuthorized(String message) {
    return new AwsError(400, "NotAuthorizedException", message);
  }

  static AwsError notFound(String message) {
    return new AwsError(400, "ResourceNotFoundException", message);
  }
}
