package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Checks a request against its documented shape and says everything that is wrong, in the words of
 * the services' own constraint checks (REF 1.9).
 */
final class ConstraintCheck {
  // Trying a pattern costs stack by the length of the text; one far beyond its greatest length is
  // refused for that alone.
  private static final int MAX_PATTERN_INPUT = 2_000;
  private static final Map<String, Pattern> PATTERNS = new ConcurrentHashMap<>();

  private final JsonNode shapes;
  private final List<String> errors = new ArrayList<>();

  private ConstraintCheck(JsonNode shapes) {
    this.shapes = shapes;
  }

  /**
   * Everything that is wrong with the request, as one sentence; empty when nothing is.
   *
   * @throws AwsError {@code SerializationException} when a member has another JSON type
   */
  static Optional<String> violations(Shapes.Input input, JsonNode request) {
    ConstraintCheck check = new ConstraintCheck(input.shapes());
    check.visit(input.shape(), request, "");
    if (check.errors.isEmpty()) {
      return Optional.empty();
    }
    int count = check.errors.size();
    return Optional.of(
        count
            + (count == 1 ? " validation error detected: " : " validation errors detected: ")
            + String.join("; ", check.errors));
  }

  private void visit(String shapeName, JsonNode value, String path) {
    JsonNode shape = shapes.get(shapeName);
    switch (shape.get("type").asText()) {
      case "structure" -> structure(shape, value, path);
      case "list" -> list(shape, value, path);
      case "map" -> map(shape, value, path);
      case "string" -> string(shape, value, path);
      case "integer" -> number(shape, value, value.canConvertToInt(), "Integer", path);
      case "long" -> number(shape, value, value.canConvertToLong(), "Long", path);
      case "boolean" -> requireType(value.isBoolean(), "Boolean", path);
      case "timestamp" -> requireType(value.isNumber(), "Timestamp", path);
      default -> throw new IllegalStateException("unknown type of shape " + shapeName);
    }
  }

  private void structure(JsonNode shape, JsonNode value, String path) {
    requireType(value.isObject(), "structure", path);
    for (JsonNode required : shape.path("required")) {
      if (isAbsent(value.get(required.asText()))) {
        fail("null", shape, child(path, required.asText()), "Member must not be null");
      }
    }
    shape
        .path("members")
        .properties()
        .forEach(
            member -> {
              JsonNode present = value.get(member.getKey());
              if (!isAbsent(present)) {
                visit(member.getValue().asText(), present, child(path, member.getKey()));
              }
            });
  }

  private void list(JsonNode shape, JsonNode value, String path) {
    requireType(value.isArray(), "list", path);
    size(shape, value.size(), value, path);
    int index = 1;
    for (JsonNode item : value) {
      requireType(!item.isNull(), "a value", path + "." + index + ".member");
      visit(shape.get("member").asText(), item, path + "." + index++ + ".member");
    }
  }

  private void map(JsonNode shape, JsonNode value, String path) {
    requireType(value.isObject(), "map", path);
    size(shape, value.size(), value, path);
    value
        .properties()
        .forEach(
            entry ->
                visit(
                    shape.get("value").asText(),
                    entry.getValue(),
                    path + "." + entry.getKey() + ".member"));
  }

  private void string(JsonNode shape, JsonNode value, String path) {
    requireType(value.isTextual(), "String", path);
    String text = value.asText();
    size(shape, text.codePointCount(0, text.length()), value, path);
    if (shape.has("pattern") && !matches(shape, text)) {
      fail(
          quoted(value),
          shape,
          path,
          "Member must satisfy regular expression pattern: " + shape.get("pattern").asText());
    }
    if (shape.has("enum")) {
      List<String> allowed =
          StreamSupport.stream(shape.get("enum").spliterator(), false)
              .map(JsonNode::asText)
              .toList();
      if (!allowed.contains(text)) {
        fail(
            quoted(value),
            shape,
            path,
            allowed.stream()
                .collect(Collectors.joining(", ", "Member must satisfy enum value set: [", "]")));
      }
    }
  }

  private void number(JsonNode shape, JsonNode value, boolean fits, String type, String path) {
    requireType(value.isIntegralNumber() && fits, type, path);
    bounds(shape, value.asLong(), value, path, "Member must have value ");
  }

  private void size(JsonNode shape, int size, JsonNode value, String path) {
    bounds(shape, size, value, path, "Member must have length ");
  }

  private void bounds(JsonNode shape, long actual, JsonNode value, String path, String member) {
    if (shape.has("max") && actual > shape.get("max").asLong()) {
      fail(
          quoted(value),
          shape,
          path,
          member + "less than or equal to " + shape.get("max").asText());
    }
    if (shape.has("min") && actual < shape.get("min").asLong()) {
      fail(
          quoted(value),
          shape,
          path,
          member + "greater than or equal to " + shape.get("min").asText());
    }
  }

  private void fail(String value, JsonNode shape, String path, String constraint) {
    String shown = shape.path("sensitive").asBoolean(false) ? "" : " " + value;
    errors.add("Value" + shown + " at '" + path + "' failed to satisfy constraint: " + constraint);
  }

  private static boolean matches(JsonNode shape, String text) {
    boolean farTooLong =
        shape.has("max") && text.length() > Math.max(shape.get("max").asInt(), MAX_PATTERN_INPUT);
    return farTooLong
        || PATTERNS
            .computeIfAbsent(shape.get("pattern").asText(), Pattern::compile)
            .matcher(text)
            .matches();
  }

  private static boolean isAbsent(JsonNode value) {
    return value == null || value.isNull();
  }

  private static String quoted(JsonNode value) {
    return "'" + (value.isValueNode() ? value.asText() : value.toString()) + "'";
  }

  private static String child(String path, String member) {
    String name = Character.toLowerCase(member.charAt(0)) + member.substring(1);
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void requireType(boolean fits, String type, String path) {
    if (!fits) {
      throw FrontErrors.WRONG_JSON_TYPE.of(path, type);
    }
  }
}
