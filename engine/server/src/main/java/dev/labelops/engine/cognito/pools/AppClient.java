package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An app client of a pool.
 *
 * @param settings the members of CreateUserPoolClient as last sent, without names and ids
 */
public record AppClient(
    String id,
    String poolId,
    String name,
    Optional<String> secret,
    ObjectNode settings,
    Instant createdAt,
    Instant modifiedAt) {
  /** What a client without ExplicitAuthFlows may do. */
  private static final List<String> DEFAULT_FLOWS =
      List.of("ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH", "ALLOW_CUSTOM_AUTH");

  private static final Set<String> OLD_FLOWS =
      Set.of("ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY", "USER_PASSWORD_AUTH");

  /**
   * Whether the client may sign people in this way.
   *
   * @param flow with the prefix {@code ALLOW_}
   */
  public boolean allows(String flow) {
    List<String> flows = Json.texts(settings, "ExplicitAuthFlows");
    List<String> allowed = flows.isEmpty() ? DEFAULT_FLOWS : flows;
    return switch (flow) {
      case "ALLOW_USER_PASSWORD_AUTH" -> any(allowed, flow, "USER_PASSWORD_AUTH");
      case "ALLOW_ADMIN_USER_PASSWORD_AUTH" -> any(allowed, flow, "ADMIN_NO_SRP_AUTH");
      case "ALLOW_REFRESH_TOKEN_AUTH" -> allowed.contains(flow) || OLD_FLOWS.containsAll(allowed);
      default -> allowed.contains(flow);
    };
  }

  private static boolean any(List<String> allowed, String... names) {
    return Stream.of(names).anyMatch(allowed::contains);
  }

  /** Whether an unknown name is answered as such: only where the owner asks for it. */
  public boolean tellsUnknownNames() {
    return settings.path("PreventUserExistenceErrors").asText().equals("LEGACY");
  }

  /** The client as UserPoolClientType. */
  JsonNode toJson() {
    ObjectNode body =
        Json.object()
            .put("RefreshTokenValidity", 30)
            .put("AllowedOAuthFlowsUserPoolClient", false)
            .put("EnableTokenRevocation", true)
            .put("EnablePropagateAdditionalUserContextData", false)
            .put("AuthSessionValidity", 3);
    body.setAll(settings);
    body.put("UserPoolId", poolId)
        .put("ClientId", id)
        .put("ClientName", name)
        .put("CreationDate", Json.seconds(createdAt))
        .put("LastModifiedDate", Json.seconds(modifiedAt));
    secret.ifPresent(text -> body.put("ClientSecret", text));
    return body;
  }
}
