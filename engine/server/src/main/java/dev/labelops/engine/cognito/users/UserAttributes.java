package dev.labelops.engine.cognito.users;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.api.CognitoErrors;
import dev.labelops.engine.cognito.pools.UserPool;
import dev.labelops.engine.front.Json;
import java.util.regex.Pattern;

/** Attributes of users as requests name them. */
public final class UserAttributes {
  private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s.]+");

  private UserAttributes() {}

  /**
   * Names and values of an {@code AttributeListType}.
   *
   * @throws dev.labelops.engine.front.AwsError for an attribute that the pool does not have or that
   *     cannot be written, and for a value of another form
   */
  public static ObjectNode checked(UserPool pool, JsonNode list) {
    ObjectNode attributes = Json.object();
    for (JsonNode attribute : list) {
      String name = attribute.get("Name").asText();
      checkName(pool, name);
      attributes.put(name, Json.text(attribute, "Value").orElse(""));
    }
    checkEmail(attributes);
    checkVerified(attributes, "email_verified");
    checkVerified(attributes, "phone_number_verified");
    return attributes;
  }

  public static void checkName(UserPool pool, String name) {
    if (name.equals("sub")) {
      throw CognitoErrors.SUB_IS_IMMUTABLE.of();
    }
    if (!pool.hasAttribute(name)) {
      throw CognitoErrors.ATTRIBUTE_NOT_IN_SCHEMA.of(name);
    }
  }

  public static void checkEmail(ObjectNode attributes) {
    if (Json.text(attributes, "email").filter(e -> !EMAIL.matcher(e).matches()).isPresent()) {
      throw CognitoErrors.EMAIL_INVALID.of();
    }
  }

  private static void checkVerified(ObjectNode attributes, String name) {
    String value = Json.text(attributes, name).orElse("true");
    if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
      throw CognitoErrors.NOT_TRUE_OR_FALSE.of(name);
    }
  }
}
