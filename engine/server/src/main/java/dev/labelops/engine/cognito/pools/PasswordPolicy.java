package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.front.AwsError;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a pool demands of passwords; Cognito's defaults where nothing is set. */
public record PasswordPolicy(
    int minimumLength, boolean uppercase, boolean lowercase, boolean numbers, boolean symbols) {
  private static final String UPPER = "ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final String LOWER = "abcdefghijkmnopqrstuvwxyz";
  private static final String DIGITS = "23456789";
  private static final String SYMBOLS = "!@#$%*-_+=";
  private static final String EVERY_SYMBOL = "^$*.[]{}()?-\"!@#%&/\\,><':;|_~`+= ";
  private static final SecureRandom RANDOM = new SecureRandom();

  static PasswordPolicy of(JsonNode policy) {
    if (policy.isMissingNode()) {
      return new PasswordPolicy(8, true, true, true, true);
    }
    return new PasswordPolicy(
        policy.path("MinimumLength").asInt(8),
        policy.path("RequireUppercase").asBoolean(false),
        policy.path("RequireLowercase").asBoolean(false),
        policy.path("RequireNumbers").asBoolean(false),
        policy.path("RequireSymbols").asBoolean(false));
  }

  /** The first rule that the password breaks, in Cognito's words; empty when it keeps all. */
  public Optional<String> violation(String password) {
    return brokenRule(password).map(rule -> "Password did not conform with policy: " + rule);
  }

  private Optional<String> brokenRule(String password) {
    List<String> missing = new ArrayList<>();
    require(password.length() >= minimumLength, "Password not long enough", missing);
    require(
        !uppercase || password.chars().anyMatch(Character::isUpperCase),
        "Password must have uppercase characters",
        missing);
    require(
        !lowercase || password.chars().anyMatch(Character::isLowerCase),
        "Password must have lowercase characters",
        missing);
    require(
        !numbers || password.chars().anyMatch(Character::isDigit),
        "Password must have numeric characters",
        missing);
    require(
        !symbols || password.chars().anyMatch(c -> EVERY_SYMBOL.indexOf(c) >= 0),
        "Password must have symbol characters",
        missing);
    return missing.stream().findFirst();
  }

  /**
   * Refuses a password that breaks the policy.
   *
   * @throws AwsError {@code InvalidPasswordException}
   */
  public void require(String password) {
    brokenRule(password)
        .ifPresent(
            rule -> {
              throw CognitoErrors.INVALID_PASSWORD.of(rule);
            });
  }

  private static void require(boolean kept, String rule, List<String> missing) {
    if (!kept) {
      missing.add(rule);
    }
  }

  /** A password that keeps the policy, without characters that are mistaken for one another. */
  public String generate() {
    List<Character> characters = new ArrayList<>();
    for (String group : List.of(UPPER, LOWER, DIGITS, SYMBOLS)) {
      characters.add(pick(group));
    }
    while (characters.size() < Math.max(10, minimumLength)) {
      characters.add(pick(UPPER + LOWER + DIGITS));
    }
    Collections.shuffle(characters, RANDOM);
    return characters.stream().map(String::valueOf).collect(Collectors.joining());
  }

  private static char pick(String group) {
    return group.charAt(RANDOM.nextInt(group.length()));
  }
}
