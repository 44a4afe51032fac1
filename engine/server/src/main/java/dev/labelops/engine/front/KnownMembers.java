package dev.labelops.engine.front;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A request without what its shape does not know and without members that are null: the services
 * ignore both, so an operation must neither see nor echo them.
 */
final class KnownMembers {
  private final JsonNode shapes;

  private KnownMembers(JsonNode shapes) {
    this.shapes = shapes;
  }

  /**
   * @param request has the JSON types of the shape
   */
  static ObjectNode of(Shapes.Input input, JsonNode request) {
    return (ObjectNode) new KnownMembers(input.shapes()).visit(input.shape(), request);
  }

  private JsonNode visit(String shapeName, JsonNode value) {
    JsonNode shape = shapes.get(shapeName);
    return switch (shape.get("type").asText()) {
      case "structure" -> structure(shape, value);
      case "list" -> list(shape, value);
      case "map" -> map(shape, value);
      default -> value;
    };
  }

  private JsonNode structure(JsonNode shape, JsonNode value) {
    ObjectNode known = Json.object();
    value
        .properties()
        .forEach(
            member -> {
              JsonNode memberShape = shape.path("members").get(member.getKey());
              if (memberShape != null && !member.getValue().isNull()) {
                known.set(member.getKey(), visit(memberShape.asText(), member.getValue()));
              }
            });
    return known;
  }

  private JsonNode list(JsonNode shape, JsonNode value) {
    ArrayNode items = Json.array();
    value.forEach(item -> items.add(visit(shape.get("member").asText(), item)));
    return items;
  }

  private JsonNode map(JsonNode shape, JsonNode value) {
    ObjectNode entries = Json.object();
    value
        .properties()
        .forEach(
            entry ->
                entries.set(entry.getKey(), visit(shape.get("value").asText(), entry.getValue())));
    return entries;
  }
}
