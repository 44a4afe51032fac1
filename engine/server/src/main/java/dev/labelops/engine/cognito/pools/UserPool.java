package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * A user pool.
 *
 * @param settings the members of CreateUserPool as last sent, without the name and the tags
 */
public record UserPool(
    String id,
    String accountId,
    String region,
    String name,
    ObjectNode settings,
    Instant createdAt,
    Instant modifiedAt) {

  /** Placeholder for a pool that does not exist, so that the same look-ups are done. */
  public static final UserPool NONE =
      new UserPool("none", "", "", "", Json.object(), Instant.EPOCH, Instant.EPOCH);

  private static final Duration DEFAULT_TEMPORARY_PASSWORD_VALIDITY = Duration.ofDays(7);

  String arn() {
    return "arn:aws:cognito-idp:" + region + ":" + accountId + ":userpool/" + id;
  }

  /** Whether people sign in with their e-mail address, so that user names are generated. */
  public boolean signsInByEmail() {
    return Json.texts(settings, "UsernameAttributes").contains("email");
  }

  /** Whether an e-mail address can be used as the user name. */
  public boolean hasEmailAlias() {
    return Json.texts(settings, "AliasAttributes").contains("email");
  }

  /** Whether users can have this attribute, for example {@code email} or {@code custom:team}. */
  public boolean hasAttribute(String attribute) {
    return UserPoolSchema.has(settings.path("Schema"), attribute);
  }

  boolean isCaseSensitive() {
    return settings.path("UsernameConfiguration").path("CaseSensitive").asBoolean(true);
  }

  /** OFF, ON or OPTIONAL. */
  String mfa() {
    return settings.path("MfaConfiguration").asText("OFF");
  }

  public boolean demandsSecondFactor() {
    return mfa().equals("ON");
  }

  UserPool with(String newName, ObjectNode newSettings, Instant when) {
    return new UserPool(id, accountId, region, newName, newSettings, createdAt, when);
  }

  boolean isProtected() {
    return settings.path("DeletionProtection").asText("INACTIVE").equals("ACTIVE");
  }

  /** The name in the form in which it is compared. */
  public String normalized(String signInName) {
    return isCaseSensitive() ? signInName : signInName.toLowerCase(Locale.ROOT);
  }

  public Duration temporaryPasswordValidity() {
    JsonNode days =
        settings.path("Policies").path("PasswordPolicy").path("TemporaryPasswordValidityDays");
    JsonNode older = settings.path("AdminCreateUserConfig").path("UnusedAccountValidityDays");
    long chosen = days.asLong(older.asLong(0));
    return chosen == 0 ? DEFAULT_TEMPORARY_PASSWORD_VALIDITY : Duration.ofDays(chosen);
  }

  public PasswordPolicy passwordPolicy() {
    return PasswordPolicy.of(settings.path("Policies").path("PasswordPolicy"));
  }
}
