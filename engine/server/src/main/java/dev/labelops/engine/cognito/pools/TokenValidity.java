package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** How long the tokens of an app client are good; Cognito's defaults where nothing is set. */
public record TokenValidity(Duration id, Duration access, Duration refresh) {
  /**
   * @param settings the members of CreateUserPoolClient
   */
  public static TokenValidity of(JsonNode settings) {
    JsonNode units = settings.path("TokenValidityUnits");
    return new TokenValidity(
        length(settings, "IdTokenValidity", units.path("IdToken").asText("hours"), 1),
        length(settings, "AccessTokenValidity", units.path("AccessToken").asText("hours"), 1),
        length(settings, "RefreshTokenValidity", units.path("RefreshToken").asText("days"), 30));
  }

  // The default is a length, whatever the unit; 0 is the default too.
  private static Duration length(JsonNode settings, String member, String unit, int fallback) {
    long value = settings.path(member).asLong(0);
    if (value == 0) {
      return member.equals("RefreshTokenValidity")
          ? Duration.ofDays(fallback)
          : Duration.ofHours(fallback);
    }
    return switch (unit) {
      case "seconds" -> Duration.ofSeconds(value);
      case "minutes" -> Duration.ofMinutes(value);
      case "hours" -> Duration.ofHours(value);
      default -> Duration.ofDays(value);
    };
  }
}
