package dev.labelops.engine.isolation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of doors: requests of every JSON operation in which each field that names something
 * holds a placeholder such as <code>${pool}</code>, in an order in which they can all be called.
 */
final class Doors {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");
  private static final Set<String> NOBODYS = Set.of("${fresh}", "${lambdas}", "${algorithm}");
  private static final AtomicInteger FRESH = new AtomicInteger();
  private static final JsonNode TABLE = load("/isolation/doors.json");
  private static final JsonNode SHAPES = load("/service-shapes.json").get("services");

  private Doors() {}

  /** The operations that have a row, as {@code X-Amz-Target}. */
  static List<String> targets() {
    return TABLE.properties().stream().map(Map.Entry::getKey).toList();
  }

  static List<JsonNode> rows(String target) {
    return TABLE.path(target).valueStream().toList();
  }

  static String operation(String target) {
    return target.substring(target.indexOf('.') + 1);
  }

  /** The places of a row that name something of an account, as JSON pointers. */
  static List<String> leaves(JsonNode row) {
    List<String> leaves = new ArrayList<>();
    visit(
        "",
        row,
        (pointer, text) -> {
          boolean names =
              PLACEHOLDER
                  .matcher(text)
                  .results()
                  .anyMatch(placeholder -> !NOBODYS.contains(placeholder.group()));
          if (names) {
            leaves.add(pointer);
          }
        });
    return leaves;
  }

  /** {@code operation/member} of a place in a row. */
  static String field(String target, String pointer) {
    String member = pointer.replaceAll("/\\d+", "");
    return operation(target) + member.substring(member.lastIndexOf('/'));
  }

  /** The same, and for a value of a map the member that holds the map. */
  static List<String> fields(String target, String pointer) {
    String map = pointer.substring(0, pointer.lastIndexOf('/'));
    return map.isEmpty()
        ? List.of(field(target, pointer))
        : List.of(field(target, pointer), field(target, map));
  }

  /**
   * The row with names in place of the placeholders.
   *
   * @param names gives the names for a place
   */
  static ObjectNode filled(JsonNode row, Function<String, Map<String, String>> names) {
    ObjectNode filled = row.deepCopy();
    visit("", row, (pointer, text) -> set(filled, pointer, filled(text, names.apply(pointer))));
    return filled;
  }

  private static String filled(String text, Map<String, String> names) {
    return PLACEHOLDER
        .matcher(text.replace("${fresh}", "fresh-" + FRESH.incrementAndGet()))
        .replaceAll(placeholder -> value(names, placeholder.group(1)));
  }

  private static String value(Map<String, String> names, String name) {
    String value = names.get(name);
    if (value == null) {
      throw new AssertionError("doors.json names ${" + name + "}, which no estate has");
    }
    return Matcher.quoteReplacement(value);
  }

  private static void set(JsonNode root, String pointer, String text) {
    JsonNode parent = root.at(pointer.substring(0, pointer.lastIndexOf('/')));
    String last = pointer.substring(pointer.lastIndexOf('/') + 1);
    if (parent instanceof ObjectNode object) {
      object.put(last, text);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(last), TextNode.valueOf(text));
    }
  }

  private static void visit(String pointer, JsonNode node, BiConsumer<String, String> leaf) {
    if (node.isTextual()) {
      leaf.accept(pointer, node.textValue());
    } else if (node.isObject()) {
      node.properties()
          .forEach(entry -> visit(pointer + "/" + entry.getKey(), entry.getValue(), leaf));
    } else {
      for (int i = 0; i < node.size(); i++) {
        visit(pointer + "/" + i, node.get(i), leaf);
      }
    }
  }

  /**
   * {@code operation/member} of every text that the documented request of an operation can hold.
   */
  static Set<String> texts(String target) {
    JsonNode service = SHAPES.path(target.substring(0, target.indexOf('.')));
    Set<String> texts = new TreeSet<>();
    String input = service.at("/operations/" + operation(target) + "/input").asText();
    texts(service.path("shapes"), input, "", new HashSet<>(), texts);
    Set<String> fields = new TreeSet<>();
    texts.forEach(member -> fields.add(operation(target) + "/" + member));
    return fields;
  }

  private static void texts(
      JsonNode shapes, String name, String member, Set<String> open, Set<String> texts) {
    JsonNode shape = shapes.path(name);
    switch (shape.path("type").asText()) {
      case "structure" -> {
        if (open.add(name)) {
          shape
              .path("members")
              .properties()
              .forEach(m -> texts(shapes, m.getValue().asText(), m.getKey(), open, texts));
          open.remove(name);
        }
      }
      case "list" -> texts(shapes, shape.path("member").asText(), member, open, texts);
      case "map" -> texts(shapes, shape.path("value").asText(), member, open, texts);
      case "string" -> {
        if (!shape.has("enum")) {
          texts.add(member);
        }
      }
      default -> {
        // Numbers and switches name nothing.
      }
    }
  }

  private static JsonNode load(String resource) {
    try (InputStream file = Doors.class.getResourceAsStream(resource)) {
      return Estate.JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
