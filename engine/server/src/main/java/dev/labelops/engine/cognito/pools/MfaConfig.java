package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.api.CognitoOperation;
import dev.labelops.engine.front.Caller;
import dev.labelops.engine.front.Json;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * GetUserPoolMfaConfig, SetUserPoolMfaConfig. The settings are kept; the engine asks nobody for a
 * second factor, so nobody signs in to a pool that demands one.
 */
public final class MfaConfig {
  /** Members that UpdateUserPool neither has nor resets. */
  static final List<String> FACTORS =
      List.of(
          "SmsMfaConfiguration",
          "SoftwareTokenMfaConfiguration",
          "EmailMfaConfiguration",
          "WebAuthnConfiguration");

  private final Clock clock;

  public MfaConfig(Clock clock) {
    this.clock = clock;
  }

  public List<CognitoOperation> operations() {
    return CognitoOperation.table(
        Map.of("GetUserPoolMfaConfig", this::get, "SetUserPoolMfaConfig", this::set));
  }

  private JsonNode get(Handle handle, Caller caller, JsonNode request) {
    return toJson(UserPoolStore.require(handle, caller, request.get("UserPoolId").asText()));
  }

  // A factor that the request omits stays as it is.
  private JsonNode set(Handle handle, Caller caller, JsonNode request) {
    UserPool old = UserPoolStore.require(handle, caller, request.get("UserPoolId").asText());
    ObjectNode settings = old.settings().deepCopy();
    FACTORS.forEach(
        factor -> Optional.ofNullable(request.get(factor)).ifPresent(f -> settings.set(factor, f)));
    String mode = Json.text(request, "MfaConfiguration").orElse(old.mfa());
    boolean offered = FACTORS.stream().anyMatch(factor -> isOffered(request, factor));
    if (mode.equals("OFF") && offered) {
      throw CognitoErrors.MFA_OFF_WITH_FACTOR.of();
    }
    if (!mode.equals("OFF") && FACTORS.stream().noneMatch(f -> isOffered(settings, f))) {
      throw CognitoErrors.MFA_WITHOUT_FACTOR.of();
    }
    settings.put("MfaConfiguration", mode);
    if (mode.equals("OFF")) {
      settings.remove(FACTORS);
      Optional.ofNullable(request.get("WebAuthnConfiguration"))
          .or(() -> Optional.ofNullable(old.settings().get("WebAuthnConfiguration")))
          .ifPresent(webAuthn -> settings.set("WebAuthnConfiguration", webAuthn));
    }
    UserPool pool = old.with(old.name(), settings, clock.instant());
    UserPoolStore.update(handle, pool);
    return toJson(pool);
  }

  // A passkey is a first factor.
  private static boolean isOffered(JsonNode settings, String factor) {
    JsonNode configured = settings.path(factor);
    return switch (factor) {
      case "SoftwareTokenMfaConfiguration" -> configured.path("Enabled").asBoolean(false);
      case "WebAuthnConfiguration" -> false;
      default -> configured.isObject();
    };
  }

  private static JsonNode toJson(UserPool pool) {
    ObjectNode config = Json.object().put("MfaConfiguration", pool.mfa());
    FACTORS.forEach(
        factor ->
            Optional.ofNullable(pool.settings().get(factor))
                .ifPresent(value -> config.set(factor, value)));
    return config;
  }
}
