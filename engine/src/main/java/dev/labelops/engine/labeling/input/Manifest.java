package dev.labelops.engine.labeling.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.task.TaskType.Media;
import dev.labelops.engine.s3.S3Location;
import java.util.ArrayList;
import java.util.List;

/**
 * An input manifest: JSON Lines, one object a line.
 *
 * @param lines the lines as they came, without line ends
 * @param kept for each line whether it already holds the label attribute
 */
public record Manifest(List<String> lines, List<Boolean> kept) {
  /** Objects per labeling job. */
  public static final int MAX_OBJECTS = 100_000;

  private static final int MAX_LINE = 100_000;
  private static final int MAX_ATTRIBUTE = 20_000;

  /**
   * Checks every line by the rules for input manifests.
   *
   * @param text the whole manifest
   * @param media what the task type labels
   * @param labelAttributeName lines that hold it count as labeled
   * @throws JobFailure that names the first bad line, counted from 1
   */
  public static Manifest parse(String text, Media media, String labelAttributeName) {
    List<String> lines = new ArrayList<>();
    List<Boolean> kept = new ArrayList<>();
    String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    if (body.isBlank()) {
      throw JobFailure.client("The input manifest has no lines. Write at least one object.");
    }
    for (String raw : body.split("\n", -1)) {
      String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
      int number = lines.size() + 1;
      if (number > MAX_OBJECTS) {
        throw JobFailure.client(
            "The input manifest has more than " + MAX_OBJECTS + " lines. Split it over jobs.");
      }
      JsonNode object = object(line, number);
      check(object, media, number);
      lines.add(line);
      kept.add(object.has(labelAttributeName));
    }
    return new Manifest(List.copyOf(lines), List.copyOf(kept));
  }

  private static JsonNode object(String line, int number) {
    if (line.length() > MAX_LINE) {
      throw bad(number, "is longer than " + MAX_LINE + " characters");
    }
    try {
      JsonNode object = Json.MAPPER.readTree(line);
      if (object != null && object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw bad(number, "is not a JSON object: " + e.getOriginalMessage());
    }
    throw bad(number, line.isBlank() ? "is blank" : "is not a JSON object");
  }

  private static void check(JsonNode object, Media media, int number) {
    for (var attribute : object.properties()) {
      String name = attribute.getKey();
      if (name.startsWith("$")) {
        throw bad(number, "has the attribute '" + name + "': no name may start with $");
      }
      if (attribute.getValue().asText().length() > MAX_ATTRIBUTE) {
        throw bad(number, "has more than " + MAX_ATTRIBUTE + " characters in '" + name + "'");
      }
    }
    JsonNode source = object.path(media.attribute());
    if (!source.isTextual() || source.textValue().isEmpty()) {
      throw bad(number, "has no text under '" + media.attribute() + "'");
    }
    if (media == Media.IMAGE) {
      try {
        S3Location.parse(source.textValue());
      } catch (IllegalArgumentException e) {
        throw bad(number, "has under 'source-ref' " + e.getMessage());
      }
    }
  }

  private static JobFailure bad(int number, String what) {
    return JobFailure.client("Line " + number + " of the input manifest " + what + ".");
  }
}
