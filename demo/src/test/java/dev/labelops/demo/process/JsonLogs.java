package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.OffsetDateTime;
import java.util.List;

/** A log as collectors of logs read it: one JSON object per line. */
final class JsonLogs {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonLogs() {}

  /** Every line, each with its time, level, logger and message. */
  static List<JsonNode> read(String log) {
    List<JsonNode> lines = log.lines().map(JsonLogs::line).toList();
    assertThat(lines).isNotEmpty();
    return lines;
  }

  private static JsonNode line(String line) {
    JsonNode json;
    try {
      json = MAPPER.readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
    assertThat(json.isObject()).as(line).isTrue();
    assertThat(OffsetDateTime.parse(json.path("timestamp").asText())).as(line).isNotNull();
    assertThat(json.path("level").asText()).as(line).matches("[A-Z]+");
    assertThat(json.path("loggerName").asText()).as(line).isNotEmpty();
    assertThat(json.path("message").isTextual()).as(line).isTrue();
    return json;
  }
}
