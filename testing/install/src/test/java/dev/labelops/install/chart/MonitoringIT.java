package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Alerts and dashboard of {@code config/} reach Prometheus and Grafana. The chart holds copies,
 * because Helm reads nothing outside of it; {@code make docs} rewrites them.
 */
class MonitoringIT {
  private static final boolean WRITE = Boolean.getBoolean("labelops.docs.write");

  private static final Map<String, String> COPIES =
      Map.of(
          "files/prometheus/rules.yaml", "config/prometheus/rules.yaml",
          "files/grafana/labelops.json", "config/grafana/labelops.json");

  @Test
  void copiedFilesAreCurrent() throws IOException {
    for (Map.Entry<String, String> copy : COPIES.entrySet()) {
      Path there = Helm.CHART.resolve(copy.getKey());
      String source = Files.readString(Project.ROOT.resolve(copy.getValue()));
      if (WRITE) {
        Files.createDirectories(there.getParent());
        Files.writeString(there, source);
      }
      assertThat(there)
          .as("stale: run make docs and commit the result")
          .exists()
          .hasContent(source);
    }
  }

  @Test
  void prometheusAndGrafanaFindWhatTheyNeed() throws IOException {
    Rendered chart = Rendered.of(Helm.CHART.resolve("ci/aws-secret-values.yaml"));
    JsonNode monitor = chart.one("ServiceMonitor", "labelops-operator");

    assertThat(monitor.at("/spec/endpoints/0/port").asText())
        .isEqualTo(chart.one("Service", "labelops-operator").at("/spec/ports/0/name").asText());
    assertThat(monitor.at("/spec/endpoints/0/path").asText()).isEqualTo("/metrics");
    assertThat(monitor.at("/spec/endpoints/0/scrapeTimeout").asText()).isEqualTo("10s");
    assertThat(monitor.at("/metadata/labels/release").asText()).isEqualTo("prometheus");
    JsonNode service = chart.one("Service", "labelops-operator").at("/metadata/labels");
    for (Map.Entry<String, JsonNode> label :
        monitor.at("/spec/selector/matchLabels").properties()) {
      assertThat(service.path(label.getKey())).isEqualTo(label.getValue());
    }
    JsonNode rules =
        Rendered.parse(Files.readString(Project.ROOT.resolve("config/prometheus/rules.yaml")))
            .objects()
            .getFirst();
    Rendered plain = Rendered.with("aws.region=eu-west-1", "metrics.prometheusRule.enabled=true");
    assertThat(plain.one("PrometheusRule", "labelops-operator").at("/spec/groups"))
        .isEqualTo(rules.path("groups"));
    List<JsonNode> notes =
        chart.one("PrometheusRule", "labelops-operator").findValues("annotations");
    assertThat(notes).hasSize(rules.findValues("annotations").size());
    assertThat(notes)
        .allMatch(
            note ->
                note.path("runbook_url")
                    .asText()
                    .startsWith("https://wiki.example.com/labelops/observability#labelops"));
    JsonNode dashboard = chart.one("ConfigMap", "labelops-dashboard");
    assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
    assertThat(dashboard.at("/metadata/annotations/grafana_folder").asText()).isEqualTo("LabelOps");
    assertThat(dashboard.at("/data/labelops.json").asText().strip())
        .isEqualTo(Files.readString(Project.ROOT.resolve("config/grafana/labelops.json")).strip());
  }
}
