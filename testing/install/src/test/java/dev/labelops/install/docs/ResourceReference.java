package dev.labelops.install.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.install.Project;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;

/** Writes the page of all fields from the CustomResourceDefinitions. */
final class ResourceReference {
  private static final List<String> KINDS =
      List.of("labelingworkforces", "labelingdatasets", "labelingjobs");
  private static final String BEGINNING =
      """
      # Reference of the resources

      <!-- Generated from crds/ by `make docs`; do not edit. -->

      This page lists every field of `labelops.dev/v1alpha1`: type, whether it is required, default, limits, and the
      rules that the API server checks when you apply. The text in parentheses is the corresponding AWS field.
      `kubectl explain ljob.spec.task --recursive` shows the same in a terminal. For complete resources, see the
      [samples](../../config/samples/README.md); for the meaning of status, [conditions](conditions.md).

      """;

  private final StringBuilder page = new StringBuilder(BEGINNING);

  private ResourceReference() {}

  static String page() throws IOException {
    ResourceReference reference = new ResourceReference();
    for (String kind : KINDS) {
      reference.kind(
          new YAMLMapper()
              .readTree(
                  Project.ROOT.resolve("crds").resolve(kind + ".labelops.dev.yaml").toFile()));
    }
    return reference.page.toString().stripTrailing() + "\n";
  }

  private void kind(JsonNode definition) {
    JsonNode names = definition.at("/spec/names");
    JsonNode version = definition.at("/spec/versions/0");
    JsonNode schema = version.at("/schema/openAPIV3Schema");
    line("## " + names.path("kind").asText());
    line("");
    line(oneLine(schema.path("description").asText()));
    line("");
    line(
        "`apiVersion: %s/%s`, `kind: %s`, short name `%s`, %s."
            .formatted(
                definition.at("/spec/group").asText(),
                version.path("name").asText(),
                names.path("kind").asText(),
                names.at("/shortNames/0").asText(),
                definition.at("/spec/scope").asText().toLowerCase(Locale.ROOT)));
    line("");
    columns(version.path("additionalPrinterColumns"));
    for (String part : List.of("spec", "status")) {
      JsonNode properties = schema.at("/properties/" + part);
      line("### " + names.path("kind").asText() + " " + part);
      line("");
      rules(rules(properties));
      line("| field | type | meaning |");
      line("|---|---|---|");
      fields(part, properties);
      line("");
    }
    List<String> whole = rules(schema);
    if (!whole.isEmpty()) {
      line("### What cannot change in a " + names.path("kind").asText());
      line("");
      rules(whole);
    }
  }

  private void columns(JsonNode columns) {
    StringJoiner shown = new StringJoiner(", ");
    StringJoiner wide = new StringJoiner(", ");
    for (JsonNode column : columns) {
      (column.path("priority").asInt() == 0 ? shown : wide).add(column.path("name").asText());
    }
    line("Columns of `kubectl get`: " + shown + "; with `-o wide` also " + wide + ".");
    line("");
  }

  private void rules(List<String> rules) {
    rules.forEach(this::line);
    if (!rules.isEmpty()) {
      line("");
    }
  }

  private static List<String> rules(JsonNode schema) {
    List<String> rules = new ArrayList<>();
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      rules.add(
          "- %s.\n  CEL: `%s`"
              .formatted(
                  escaped(rule.path("message").asText()), oneLine(rule.path("rule").asText())));
    }
    return rules;
  }

  private void fields(String path, JsonNode schema) {
    Set<String> required = new HashSet<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
      field(path + "." + field.getKey(), field.getValue(), required.contains(field.getKey()));
    }
  }

  private void field(String path, JsonNode schema, boolean required) {
    line("| `%s` | %s | %s |".formatted(path, type(schema), meaning(schema, required)));
    JsonNode items = schema.path("items");
    if (items.path("properties").isEmpty()) {
      fields(path, schema);
    } else {
      fields(path + "[]", items);
    }
  }

  private static String type(JsonNode schema) {
    String type = schema.path("type").asText();
    if (type.equals("array")) {
      return "list of " + type(schema.path("items"));
    }
    return schema.has("additionalProperties")
        ? "map of " + schema.at("/additionalProperties/type").asText()
        : type;
  }

  private static String meaning(JsonNode schema, boolean required) {
    StringJoiner parts = new StringJoiner(" ");
    if (required) {
      parts.add("**Required.**");
    }
    if (schema.has("description")) {
      parts.add(escaped(schema.path("description").asText()));
    }
    if (schema.has("default")) {
      JsonNode value = schema.path("default");
      parts.add("Default: `" + (value.isTextual() ? value.asText() : value.toString()) + "`.");
    }
    limits(schema, "", parts);
    if (schema.has("items")) {
      limits(schema.path("items"), "Each ", parts);
    }
    return parts.toString();
  }

  private static void limits(JsonNode schema, String prefix, StringJoiner parts) {
    if (schema.has("enum")) {
      StringJoiner values = new StringJoiner(", ");
      schema.path("enum").forEach(value -> values.add("`" + value.asText() + "`"));
      parts.add(sentence(prefix, "one of " + values));
    }
    range(schema, "minimum", "maximum", "", prefix, parts);
    range(schema, "minLength", "maxLength", " characters", prefix, parts);
    range(schema, "minItems", "maxItems", " entries", prefix, parts);
    range(schema, "minProperties", "maxProperties", " entries", prefix, parts);
    if (schema.has("pattern")) {
      parts.add(sentence(prefix, "pattern `" + inCode(schema.path("pattern").asText()) + "`"));
    }
    for (JsonNode rule : schema.path("x-kubernetes-validations")) {
      parts.add(
          "Rule: %s (CEL: `%s`)."
              .formatted(
                  escaped(rule.path("message").asText()),
                  inCode(oneLine(rule.path("rule").asText()))));
    }
  }

  private static void range(
      JsonNode schema, String least, String most, String unit, String prefix, StringJoiner parts) {
    if (schema.has(least) && schema.has(most)) {
      parts.add(sentence(prefix, number(schema, least) + " to " + number(schema, most) + unit));
    } else if (schema.has(least)) {
      parts.add(sentence(prefix, "at least " + number(schema, least) + unit));
    } else if (schema.has(most)) {
      parts.add(sentence(prefix, "at most " + number(schema, most) + unit));
    }
  }

  private static String number(JsonNode schema, String name) {
    return Long.toString(schema.path(name).asLong());
  }

  private static String sentence(String prefix, String words) {
    String all = prefix + words;
    return Character.toUpperCase(all.charAt(0)) + all.substring(1) + ".";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  private static String escaped(String text) {
    return oneLine(text).replace("|", "\\|").replace("*", "\\*").replace("<", "&lt;");
  }

  private static String inCode(String text) {
    return text.replace("|", "\\|");
  }

  private void line(String text) {
    page.append(text).append('\n');
  }
}
