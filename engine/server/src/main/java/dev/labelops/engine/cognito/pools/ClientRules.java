package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.front.Json;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/** What Cognito refuses of an app client, in its own words. */
final class ClientRules {
  private static final Set<String> BUILT_IN_SCOPES =
      Set.of("phone", "email", "openid", "profile", "aws.cognito.signin.user.admin");
  // Plain http is for one's own machine. Cognito knows localhost, 127.0.0.1 and [::1]; the engine
  // may
  // be reached under the other names of the loopback interface too.
  private static final Pattern LOOPBACK =
      Pattern.compile("(.+\\.)?localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private ClientRules() {}

  /**
   * Checks the members of CreateUserPoolClient or UpdateUserPoolClient.
   *
   * @param hasSecret whether the client has a secret
   * @throws AwsError for the first rule that is broken
   */
  static void check(Handle handle, UserPool pool, JsonNode request, boolean hasSecret) {
    checkAuthFlows(Json.texts(request, "ExplicitAuthFlows"));
    checkUrls(request);
    checkFlows(request, hasSecret);
    checkScopes(handle, pool, Json.texts(request, "AllowedOAuthScopes"));
    for (String provider : Json.texts(request, "SupportedIdentityProviders")) {
      if (!IdentityProviders.exists(handle, pool.id(), provider)) {
        throw CognitoErrors.NO_SUCH_PROVIDER_FOR_CLIENT.of(provider, pool.id());
      }
    }
    checkValidity(TokenValidity.of(request));
  }

  private static void checkAuthFlows(List<String> flows) {
    long current = flows.stream().filter(flow -> flow.startsWith("ALLOW_")).count();
    if (current > 0 && current < flows.size()) {
      throw CognitoErrors.MIXED_AUTH_FLOWS.of();
    }
  }

  private static void checkFlows(JsonNode request, boolean hasSecret) {
    List<String> flows = Json.texts(request, "AllowedOAuthFlows");
    boolean enabled = request.path("AllowedOAuthFlowsUserPoolClient").asBoolean(false);
    boolean redirects = flows.contains("code") || flows.contains("implicit");
    if (flows.contains("client_credentials")) {
      if (redirects) {
        throw CognitoErrors.CREDENTIALS_FLOW_ALONE.of();
      }
      if (!hasSecret) {
        throw CognitoErrors.CREDENTIALS_FLOW_NEEDS_SECRET.of();
      }
    }
    if (enabled && (flows.isEmpty() || request.path("AllowedOAuthScopes").isEmpty())) {
      throw CognitoErrors.OAUTH_NEEDS_FLOWS_AND_SCOPES.of();
    }
    if (redirects && enabled && request.path("CallbackURLs").isEmpty()) {
      throw CognitoErrors.FLOW_NEEDS_CALLBACK.of();
    }
  }

  private static void checkScopes(Handle handle, UserPool pool, List<String> scopes) {
    if (BUILT_IN_SCOPES.containsAll(scopes)) {
      return;
    }
    Set<String> custom = ResourceServers.scopes(handle, pool.id());
    for (String scope : scopes) {
      if (!BUILT_IN_SCOPES.contains(scope) && !custom.contains(scope)) {
        throw CognitoErrors.NO_SUCH_SCOPE.of(scope);
      }
    }
  }

  private static void checkUrls(JsonNode request) {
    List<String> callbacks = Json.texts(request, "CallbackURLs");
    callbacks.forEach(ClientRules::checkUrl);
    Json.texts(request, "LogoutURLs").forEach(ClientRules::checkUrl);
    Json.text(request, "DefaultRedirectURI")
        .filter(uri -> !callbacks.contains(uri))
        .ifPresent(
            uri -> {
              throw CognitoErrors.DEFAULT_REDIRECT_NOT_A_CALLBACK.of(uri);
            });
  }

  private static void checkUrl(String url) {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw CognitoErrors.URL_INVALID.of(url);
    }
    if (uri.getScheme() == null) {
      throw CognitoErrors.URL_NOT_ABSOLUTE.of(url);
    }
    if (uri.getRawFragment() != null) {
      throw CognitoErrors.URL_WITH_FRAGMENT.of(url);
    }
    boolean loopback = uri.getHost() != null && LOOPBACK.matcher(uri.getHost()).matches();
    if (uri.getScheme().equalsIgnoreCase("http") && !loopback) {
      throw CognitoErrors.URL_OVER_HTTP.of(url);
    }
  }

  private static void checkValidity(TokenValidity validity) {
    checkRange("IdTokenValidity", validity.id(), Duration.ofMinutes(5), Duration.ofDays(1));
    checkRange("AccessTokenValidity", validity.access(), Duration.ofMinutes(5), Duration.ofDays(1));
    checkRange(
        "RefreshTokenValidity", validity.refresh(), Duration.ofMinutes(60), Duration.ofDays(3650));
  }

  private static void checkRange(String member, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw CognitoErrors.TOKEN_VALIDITY_OUT_OF_RANGE.of(member, least.toMinutes(), most.toDays());
    }
  }
}
