package dev.labelops.engine.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** JSON as the services send and expect it. */
public final class Json {
  private static final int MAX_NESTING = 100;

  /** Reads and writes; refuses documents nested deeper than any request is. */
  public static final JsonMapper MAPPER = mapper();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** A document that the engine wrote itself. */
  public static ObjectNode parse(String document) {
    try {
      return (ObjectNode) MAPPER.readTree(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the database has a value that is not JSON", e);
    }
  }

  /** Seconds since 1970 with milliseconds: how JSON 1.1 sends time. */
  public static BigDecimal seconds(Instant time) {
    return BigDecimal.valueOf(time.toEpochMilli(), 3);
  }

  /** The member's text; empty when it is absent. */
  public static Optional<String> text(JsonNode parent, String member) {
    JsonNode value = parent.get(member);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  /** The texts of a list member; no texts when it is absent. */
  public static List<String> texts(JsonNode parent, String member) {
    List<String> texts = new ArrayList<>();
    parent.path(member).forEach(item -> texts.add(item.asText()));
    return texts;
  }

  private static JsonMapper mapper() {
    JsonMapper mapper =
        JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build());
    return mapper;
  }
}
