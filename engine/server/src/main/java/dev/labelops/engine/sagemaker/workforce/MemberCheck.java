package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.UserPoolDirectory;
import dev.labelops.engine.front.AwsError;

/** Whether the members of a team can belong to its workforce. */
public final class MemberCheck {
  private final UserPoolDirectory pools;

  public MemberCheck(UserPoolDirectory pools) {
    this.pools = pools;
  }

  /**
   * Checks every member definition.
   *
   * @throws AwsError {@code ValidationException} for a pool or client that is not the workforce's,
   *     and for a group that is not in the pool
   */
  void check(Workforce workforce, JsonNode definitions) {
    for (JsonNode definition : definitions) {
      boolean cognito = definition.has("CognitoMemberDefinition");
      if (cognito == definition.has("OidcMemberDefinition")) {
        throw AwsError.validation(
            "Each member definition must have exactly one of CognitoMemberDefinition and"
                + " OidcMemberDefinition.");
      }
      if (cognito != workforce.userPoolId().isPresent()) {
        throw AwsError.validation(
            "The member definitions must use the identity provider of the workforce "
                + workforce.name()
                + ".");
      }
      if (cognito) {
        checkCognito(workforce, definition.get("CognitoMemberDefinition"));
      }
    }
  }

  private void checkCognito(Workforce workforce, JsonNode member) {
    String pool = member.get("UserPool").asText();
    String client = member.get("ClientId").asText();
    String group = member.get("UserGroup").asText();
    if (!workforce.userPoolId().orElseThrow().equals(pool)
        || !workforce.clientId().orElseThrow().equals(client)) {
      throw AwsError.validation(
          "UserPool and ClientId of all members must be those of the workforce "
              + workforce.name()
              + ".");
    }
    if (!pools.hasGroup(pool, group)) {
      throw AwsError.validation(
          "The user group " + group + " does not exist in the user pool " + pool + ".");
    }
  }
}
