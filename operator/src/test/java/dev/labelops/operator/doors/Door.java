package dev.labelops.operator.doors;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A row of {@code doors/table.yaml}, where its members are explained.
 *
 * @param kind of the object
 * @param field path below the object
 */
record Door(String kind, String field, Row row) {
  /** What the row says; members that it does not have are null. */
  record Row(
      String grant,
      String right,
      @JsonProperty("try") ObjectNode attempt,
      String says,
      String with,
      String local,
      String nothing,
      String found) {
    List<String> answers() {
      List<String> given = new ArrayList<>();
      for (String answer : new String[] {grant, right, with, local, nothing, found}) {
        Optional.ofNullable(answer).ifPresent(given::add);
      }
      return given;
    }

    boolean tried() {
      return grant != null || right != null;
    }
  }

  static List<Door> table() {
    try (InputStream yaml = Door.class.getResourceAsStream("/doors/table.yaml")) {
      JsonNode table = new YAMLMapper().readTree(yaml);
      List<Door> doors = new ArrayList<>();
      table
          .properties()
          .forEach(
              kind ->
                  kind.getValue()
                      .properties()
                      .forEach(
                          row ->
                              doors.add(
                                  new Door(
                                      kind.getKey(),
                                      row.getKey(),
                                      new ObjectMapper()
                                          .convertValue(row.getValue(), Row.class)))));
      return doors;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How a refusal names the field. */
  String said() {
    return row.says() == null ? field.replace("[]", "[0]") : row.says();
  }

  @Override
  public String toString() {
    return kind + " " + field;
  }
}
