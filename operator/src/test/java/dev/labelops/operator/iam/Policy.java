package dev.labelops.operator.iam;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Identity policies of {@code config/aws}, decided as IAM does: an explicit deny wins, else one
 * allowing statement is enough (IAM User Guide, "Policy evaluation logic"). Knows the condition
 * operators that these policies use, and refuses others.
 */
record Policy(List<Statement> statements) {
  private static final JsonMapper JSON = new JsonMapper();

  /** One statement; conditions by operator and key. */
  record Statement(
      boolean allow,
      List<String> actions,
      List<String> resources,
      Map<String, Map<String, List<String>>> conditions) {

    boolean matches(IamRequest request) {
      return actions.stream().anyMatch(pattern -> like(pattern, request.action()))
          && resources.stream().anyMatch(pattern -> like(pattern, request.resource()))
          && conditions.entrySet().stream()
              .allMatch(
                  operator ->
                      operator.getValue().entrySet().stream()
                          .allMatch(
                              key ->
                                  holds(
                                      operator.getKey(),
                                      key.getValue(),
                                      request.context().apply(key.getKey()))));
    }

    private static boolean holds(String operator, List<String> wanted, List<String> found) {
      return switch (operator) {
        case "StringEquals" -> found.stream().anyMatch(wanted::contains);
        case "Null" -> wanted.equals(List.of(Boolean.toString(found.isEmpty())));
        default -> throw new IllegalArgumentException("condition operator " + operator);
      };
    }
  }

  /**
   * @param values of the placeholders {@code ${NAME}}
   */
  static Policy read(Stream<Path> files, Map<String, String> values) {
    List<Statement> statements = new ArrayList<>();
    files.forEach(
        file -> {
          try {
            String text = Files.readString(file);
            for (Map.Entry<String, String> value : values.entrySet()) {
              text = text.replace("${" + value.getKey() + "}", value.getValue());
            }
            JSON.readTree(text)
                .get("Statement")
                .forEach(statement -> statements.add(statement(statement)));
          } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
          }
        });
    return new Policy(List.copyOf(statements));
  }

  private static Statement statement(JsonNode json) {
    Map<String, Map<String, List<String>>> conditions =
        json.path("Condition").properties().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    operator ->
                        operator.getValue().properties().stream()
                            .collect(
                                Collectors.toMap(
                                    Map.Entry::getKey, key -> strings(key.getValue())))));
    return new Statement(
        json.get("Effect").asText().equals("Allow"),
        strings(json.get("Action")),
        strings(json.get("Resource")),
        conditions);
  }

  private static List<String> strings(JsonNode json) {
    return json.isArray()
        ? json.valueStream().map(JsonNode::asText).toList()
        : List.of(json.asText());
  }

  /** Whether the request may be made. */
  boolean allows(IamRequest request) {
    return statements.stream().anyMatch(s -> s.allow() && s.matches(request))
        && statements.stream().noneMatch(s -> !s.allow() && s.matches(request));
  }

  /** Every action that some statement allows. */
  Set<String> allowedActions() {
    return statements.stream()
        .filter(Statement::allow)
        .flatMap(statement -> statement.actions().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean like(String pattern, String value) {
    String regex =
        Stream.of(pattern.split("(?=[*?])|(?<=[*?])"))
            .map(
                part ->
                    switch (part) {
                      case "*" -> ".*";
                      case "?" -> ".";
                      default -> Pattern.quote(part);
                    })
            .collect(Collectors.joining());
    return value.matches(regex);
  }
}
