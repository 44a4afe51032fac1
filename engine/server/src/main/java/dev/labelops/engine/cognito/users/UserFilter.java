package dev.labelops.engine.cognito.users;

import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.front.Json;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Filter of ListUsers: {@code attribute = "value"} or {@code attribute ^= "start"}.
 *
 * @param attribute the attribute's name; empty: everybody matches
 */
public record UserFilter(String attribute, boolean prefix, String value) {
  private static final Pattern FORM =
      Pattern.compile("\\s*\"?([\\w:]+)\"?\\s*(\\^?=)\\s*\"((?:[^\"\\\\]|\\\\.)*)\"\\s*");
  private static final Set<String> SEARCHABLE =
      Set.of(
          "username",
          "email",
          "phone_number",
          "name",
          "given_name",
          "family_name",
          "preferred_username",
          "cognito:user_status",
          "status",
          "sub");

  /**
   * Parses the filter.
   *
   * @throws dev.labelops.engine.front.AwsError when it has another form or names an attribute that
   *     cannot be searched
   */
  public static UserFilter parse(String filter) {
    if (filter.isBlank()) {
      return new UserFilter("", true, "");
    }
    Matcher matcher = FORM.matcher(filter);
    if (!matcher.matches()) {
      throw CognitoErrors.FILTER_UNREADABLE.of();
    }
    if (!SEARCHABLE.contains(matcher.group(1))) {
      throw CognitoErrors.FILTER_ATTRIBUTE.of(matcher.group(1));
    }
    return new UserFilter(
        matcher.group(1),
        matcher.group(2).equals("^="),
        matcher.group(3).replaceAll("\\\\(.)", "$1"));
  }

  public boolean matches(PoolUser user) {
    if (attribute.isEmpty()) {
      return true;
    }
    String actual =
        switch (attribute) {
          case "username" -> user.username();
          case "sub" -> user.sub();
          case "cognito:user_status" -> user.status().name();
          case "status" -> user.enabled() ? "Enabled" : "Disabled";
          default -> Json.text(user.attributes(), attribute).orElse(null);
        };
    return actual != null && (prefix ? actual.startsWith(value) : actual.equals(value));
  }
}
