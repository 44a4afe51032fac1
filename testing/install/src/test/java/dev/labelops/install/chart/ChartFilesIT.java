package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.install.Project;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Values, their table and their schema say the same. {@code make docs} rewrites the table. */
class ChartFilesIT {
  private static final boolean WRITE = Boolean.getBoolean("labelops.docs.write");
  private static final String CURE = "stale: run make docs and commit the result";
  private static final String BEGIN = "<!-- values -->\n";
  private static final String END = "<!-- /values -->\n";

  private final ValuesFile values = ValuesFile.read(Helm.CHART.resolve("values.yaml"));
  private final JsonNode schema =
      new ObjectMapper().readTree(Helm.CHART.resolve("values.schema.json").toFile());

  ChartFilesIT() throws IOException {}

  @Test
  void theTableOfValuesIsCurrent() throws IOException {
    Path readme = Helm.CHART.resolve("README.md");
    String text = Files.readString(readme);
    String table =
        values.described().stream()
            .map(ValuesFile.Value::tableRow)
            .collect(
                Collectors.joining("\n", "| value | default | meaning |\n|---|---|---|\n", "\n"));
    String current =
        text.substring(0, text.indexOf(BEGIN) + BEGIN.length())
            + table
            + text.substring(text.indexOf(END));
    if (WRITE) {
      Files.writeString(readme, current);
    }
    assertThat(readme).as(CURE).hasContent(current);
  }

  @Test
  void schemaAndValuesNameTheSameAndSayTheSame() {
    Map<String, String> inSchema = new TreeMap<>();
    descriptions(schema, values.values(), "", inSchema);
    Map<String, String> inValues =
        values.described().stream()
            .collect(
                Collectors.toMap(
                    ValuesFile.Value::path, ValuesFile.Value::meaning, (a, b) -> a, TreeMap::new));

    assertThat(inSchema).isEqualTo(inValues);
  }

  /** The descriptions of every value that is no group of values. */
  private static void descriptions(
      JsonNode schema, JsonNode values, String prefix, Map<String, String> found) {
    assertThat(schema.path("additionalProperties").asBoolean(true))
        .as("values.schema.json refuses unknown names below '%s'", prefix)
        .isFalse();
    schema
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (prefix.isEmpty() && property.getKey().equals("global")) {
                return;
              }
              String path = prefix + property.getKey();
              JsonNode part = property.getValue();
              assertThat(part.path("description").asText())
                  .as("description of " + path)
                  .isNotEmpty();
              if (part.has("properties")) {
                descriptions(part, values.path(property.getKey()), path + ".", found);
              } else {
                found.put(path, part.path("description").asText());
              }
            });
    List<String> unknown =
        values.properties().stream()
            .map(Map.Entry::getKey)
            .filter(name -> !schema.path("properties").has(name))
            .toList();
    assertThat(unknown).as("values below '%s' that the schema does not know", prefix).isEmpty();
  }

  /** Of what the chart sets whatever the values; only the log's form differs, on purpose. */
  @Test
  void whatNobodySetIsAsTheOperatorHasIt() throws IOException {
    Map<String, String> operators = new TreeMap<>();
    for (String line : Files.readAllLines(Project.ROOT.resolve("docs/reference/settings.md"))) {
      String[] cells = line.replace("`", "").split(" \\| ");
      if (line.startsWith("| `labelops.")) {
        String[] names = cells[0].substring(2).split(", ");
        String[] defaults = cells[1].split(", ");
        String group = names[0].substring(0, names[0].lastIndexOf('.') + 1);
        for (int i = 0; i < names.length; i++) {
          String name = names[i].startsWith("labelops.") ? names[i] : group + names[i];
          operators.put(name, defaults[Math.min(i, defaults.length - 1)]);
        }
      }
    }
    Properties charts = new Properties();
    charts.load(
        new StringReader(
            Rendered.with("aws.region=eu-west-1")
                .one("ConfigMap", "labelops-operator")
                .at("/data/application.properties")
                .asText()));
    charts.remove("labelops.log-format");
    assertThat(charts.stringPropertyNames())
        .filteredOn(name -> name.startsWith("labelops."))
        .hasSizeGreaterThan(6)
        .allSatisfy(
            name -> assertThat(charts.getProperty(name)).as(name).isEqualTo(operators.get(name)));
  }

  @Test
  void theChartHasTheProjectsVersion() throws IOException {
    JsonNode chart = Rendered.YAML.readTree(Helm.CHART.resolve("Chart.yaml").toFile());
    String pom = Files.readString(Project.ROOT.resolve("pom.xml"));

    assertThat(pom)
        .containsPattern(
            "<artifactId>labelops</artifactId>\\s*<version>"
                + chart.path("version").asText()
                + "(-SNAPSHOT)?</version>");
    assertThat(chart.path("appVersion").asText()).isEqualTo(chart.path("version").asText());
  }
}
