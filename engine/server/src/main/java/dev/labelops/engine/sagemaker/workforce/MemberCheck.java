package dev.labelops.engine.sagemaker.workforce;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.UserPoolDirectory;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.sagemaker.SageMakerErrors;

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
        throw SageMakerErrors.MEMBER_OF_ONE_KIND.of();
      }
      if (cognito != workforce.userPoolId().isPresent()) {
        throw SageMakerErrors.MEMBER_PROVIDER.of(workforce.name());
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
      throw SageMakerErrors.MEMBER_POOL.of(workforce.name());
    }
    if (!pools.hasGroup(pool, group)) {
      throw SageMakerErrors.MEMBER_GROUP.of(group, pool);
    }
  }
}
