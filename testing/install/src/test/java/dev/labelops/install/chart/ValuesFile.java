package dev.labelops.install.chart;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The chart's {@code values.yaml}: a {@code # --} comment above each value says what it is. */
record ValuesFile(JsonNode values, List<Value> described) {
  private static final Pattern COMMENT = Pattern.compile(" *# -- (.+)");
  private static final Pattern KEY = Pattern.compile("( *)([A-Za-z]\\w*):.*");

  /**
   * One value that users set.
   *
   * @param path its names, joined by dots
   * @param byDefault what it is when it is not set
   */
  record Value(String path, JsonNode byDefault, String meaning) {
    String tableRow() {
      return "| `%s` | `%s` | %s |".formatted(path, byDefault, meaning.replace("|", "\\|"));
    }
  }

  static ValuesFile read(Path file) throws IOException {
    JsonNode values = Rendered.YAML.readTree(file.toFile());
    List<Value> described = new ArrayList<>();
    List<String> path = new ArrayList<>();
    String meaning = null;
    for (String line : Files.readAllLines(file)) {
      Matcher comment = COMMENT.matcher(line);
      Matcher key = KEY.matcher(line);
      if (comment.matches()) {
        meaning = comment.group(1);
      } else if (key.matches()) {
        path.subList(key.group(1).length() / 2, path.size()).clear();
        path.add(key.group(2));
        if (meaning != null) {
          JsonNode byDefault = values.at("/" + String.join("/", path));
          described.add(new Value(String.join(".", path), byDefault, meaning));
          meaning = null;
        }
      }
    }
    return new ValuesFile(values, List.copyOf(described));
  }
}
