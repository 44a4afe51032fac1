package dev.labelops.engine.labeling.input;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ManifestLine;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.groundtruth.LabelingTaskType;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** An input manifest: JSON Lines, one object a line. Read as a stream, one line in memory. */
public final class Manifest {
  private static final int MAX_LINE = ServiceLimits.MAX_LINE_CHARACTERS;
  private static final int MAX_ATTRIBUTE = ServiceLimits.MAX_ATTRIBUTE_CHARACTERS;

  /** Takes the lines one after the other. */
  @FunctionalInterface
  public interface Lines {
    void next(ManifestLine line) throws IOException;
  }

  private final BufferedReader in;
  private final ObjectSource source;
  private final int maxObjects;
  private final String labelAttributeName;
  private int read;
  private int firstBlank;

  private Manifest(BufferedReader in, LabelingTaskType type, String labelAttributeName) {
    this.in = in;
    this.source = ObjectSource.of(type);
    this.maxObjects = type.maxObjects();
    this.labelAttributeName = labelAttributeName;
  }

  /**
   * Checks every line by the rules for input manifests and passes it on.
   *
   * @param content UTF-8; not closed
   * @param type the task type: where lines hold the object, and how many there may be
   * @param labelAttributeName lines that hold it count as labeled
   * @throws JobFailure that names the first bad line, counted from 1
   * @throws java.nio.charset.CharacterCodingException when it is not UTF-8
   */
  public static void read(
      InputStream content, LabelingTaskType type, String labelAttributeName, Lines lines)
      throws IOException {
    var in =
        new BufferedReader(new InputStreamReader(content, StandardCharsets.UTF_8.newDecoder()));
    new Manifest(in, type, labelAttributeName).each(lines);
  }

  private void each(Lines lines) throws IOException {
    int objects = 0;
    for (String line = nextLine(); line != null; line = nextLine()) {
      if (line.isBlank()) {
        firstBlank = firstBlank == 0 ? read : firstBlank;
        continue;
      }
      if (firstBlank > 0) {
        throw bad(firstBlank, "is blank");
      }
      JsonNode object = object(line, read);
      check(object, source, read);
      lines.next(new ManifestLine(objects++, line, object.has(labelAttributeName)));
    }
    if (objects == 0) {
      throw JobFailure.client("The input manifest has no lines. Write at least one object.");
    }
    if (firstBlank > 0) {
      throw bad(firstBlank, "is blank");
    }
  }

  /** The next line without its end; null behind the last. */
  private String nextLine() throws IOException {
    int next = in.read();
    if (next < 0) {
      return null;
    }
    read++;
    if (read > maxObjects) {
      throw JobFailure.client(
          "The input manifest has more than "
              + maxObjects
              + " lines. Split it into several labeling jobs.");
    }
    StringBuilder line = new StringBuilder();
    for (; next >= 0 && next != '\n'; next = in.read()) {
      line.append((char) next);
      // One more than the limit may be the carriage return of the line's end.
      if (line.length() > MAX_LINE + 1) {
        throw tooLong();
      }
    }
    if (!line.isEmpty() && line.charAt(line.length() - 1) == '\r') {
      line.setLength(line.length() - 1);
    }
    if (line.length() > MAX_LINE) {
      throw tooLong();
    }
    return line.toString();
  }

  private JobFailure tooLong() {
    return bad(read, "is longer than " + MAX_LINE + " characters");
  }

  private static JsonNode object(String line, int number) {
    try {
      JsonNode object = Json.MAPPER.readTree(line);
      if (object != null && object.isObject()) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw bad(number, BrokenJson.where(line, e));
    }
    throw bad(number, "is not a JSON object");
  }

  private static void check(JsonNode object, ObjectSource source, int number) {
    for (var attribute : object.properties()) {
      String name = attribute.getKey();
      if (name.startsWith("$")) {
        throw bad(number, "has the attribute '" + name + "': names must not start with $");
      }
      if (attribute.getValue().asText().length() > MAX_ATTRIBUTE) {
        throw bad(number, "has more than " + MAX_ATTRIBUTE + " characters in '" + name + "'");
      }
    }
    JsonNode value = object.path(source.attribute());
    if (!value.isTextual() || value.textValue().isEmpty()) {
      throw bad(number, "has no text in '" + source.attribute() + "'");
    }
    if (source.isFile()) {
      try {
        S3Location.parse(value.textValue());
      } catch (IllegalArgumentException e) {
        throw bad(number, "has an invalid '" + source.attribute() + "': " + e.getMessage());
      }
    }
  }

  private static JobFailure bad(int number, String what) {
    return JobFailure.client("Line " + number + " of the input manifest " + what + ".");
  }
}
