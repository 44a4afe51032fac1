package dev.labelops.engine.cognito.pools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The attributes that users of a pool can have: Cognito's standard ones, and the pool's own. */
final class UserPoolSchema {
  private static final List<String> TEXTS =
      List.of(
          "profile",
          "address",
          "birthdate",
          "gender",
          "preferred_username",
          "website",
          "picture",
          "nickname",
          "phone_number",
          "name",
          "zoneinfo",
          "locale",
          "email",
          "given_name",
          "family_name",
          "middle_name");
  private static final List<String> FLAGS = List.of("email_verified", "phone_number_verified");
  private static final Set<String> STANDARD =
      Set.copyOf(
          Stream.of(List.of("sub", "updated_at"), TEXTS, FLAGS).flatMap(List::stream).toList());

  private UserPoolSchema() {}

  /**
   * The full name of an attribute that a request names shortly.
   *
   * @param attribute a {@code SchemaAttributeType}
   */
  static String name(JsonNode attribute) {
    String name = attribute.path("Name").asText();
    if (STANDARD.contains(name)) {
      return name;
    }
    boolean developer = attribute.path("DeveloperOnlyAttribute").asBoolean(false);
    return (developer ? "dev:" : "") + "custom:" + name;
  }

  /**
   * Whether there is such an attribute.
   *
   * @param schema the Schema of the pool; missing: the standard attributes alone
   * @param name a full name
   */
  static boolean has(JsonNode schema, String name) {
    return STANDARD.contains(name)
        || schema.valueStream().anyMatch(attribute -> name(attribute).equals(name));
  }

  /** All attributes as DescribeUserPool lists them. */
  static ArrayNode described(JsonNode schema) {
    ArrayNode all = Json.array();
    all.add(standard("sub", "String", false, true, 1));
    TEXTS.forEach(name -> all.add(standard(name, "String", true, false, textLeast(name))));
    FLAGS.forEach(name -> all.add(standard(name, "Boolean", true, false, 0)));
    all.add(standard("updated_at", "Number", true, false, 0));
    for (JsonNode attribute : schema) {
      String name = name(attribute);
      ObjectNode described = own(attribute).put("Name", name);
      Optional<ObjectNode> before =
          all.valueStream()
              .filter(known -> known.get("Name").asText().equals(name))
              .map(ObjectNode.class::cast)
              .findFirst();
      before.ifPresentOrElse(known -> known.setAll(described), () -> all.add(described));
    }
    return all;
  }

  private static int textLeast(String name) {
    return name.equals("birthdate") ? 10 : 0;
  }

  private static ObjectNode standard(
      String name, String type, boolean mutable, boolean required, int least) {
    ObjectNode attribute =
        Json.object()
            .put("Name", name)
            .put("AttributeDataType", type)
            .put("DeveloperOnlyAttribute", false)
            .put("Mutable", mutable)
            .put("Required", required);
    if (type.equals("String")) {
      attribute
          .putObject("StringAttributeConstraints")
          .put("MinLength", String.valueOf(least))
          .put("MaxLength", name.equals("birthdate") ? "10" : "2048");
    } else if (type.equals("Number")) {
      attribute.putObject("NumberAttributeConstraints").put("MinValue", "0");
    }
    return attribute;
  }

  private static ObjectNode own(JsonNode attribute) {
    ObjectNode described =
        Json.object()
            .put("AttributeDataType", "String")
            .put("DeveloperOnlyAttribute", false)
            .put("Mutable", true)
            .put("Required", false);
    described.setAll((ObjectNode) attribute);
    String type = described.get("AttributeDataType").asText();
    if (type.equals("String") && !described.has("StringAttributeConstraints")) {
      described.putObject("StringAttributeConstraints");
    }
    if (type.equals("Number") && !described.has("NumberAttributeConstraints")) {
      described.putObject("NumberAttributeConstraints");
    }
    return described;
  }
}
