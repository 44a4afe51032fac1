package dev.labelops.install.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds alerts and dashboard against Prometheus' own checker, and against each other's
 * documentation. Whether the metrics exist is tested in the operator.
 */
class AlertsAndDashboardIT {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Path PROMETHEUS = Project.ROOT.resolve("config/prometheus");
  private static final Path RULES = PROMETHEUS.resolve("rules.yaml");
  private static final Path RULE_TESTS = PROMETHEUS.resolve("tests/rules_test.yaml");
  private static final Path DASHBOARD = Project.ROOT.resolve("config/grafana/labelops.json");

  @Test
  void prometheusAcceptsTheRulesAndTheyFireWhenTheyShould() throws Exception {
    Promtool promtool = Promtool.find();
    assertThat(promtool.problem("check", "rules", RULES.toString())).isEmpty();
    assertThat(promtool.problem("test", "rules", RULE_TESTS.toString())).isEmpty();
  }

  @Test
  void everyAlertHasATestInWhichItFires() throws IOException {
    List<String> fired =
        YAML.readTree(Files.readString(RULE_TESTS)).findValues("alert_rule_test").stream()
            .flatMap(JsonNode::valueStream)
            .filter(test -> test.has("exp_alerts"))
            .map(test -> test.get("alertname").asText())
            .distinct()
            .toList();
    assertThat(fired).containsExactlyInAnyOrderElementsOf(alerts());
  }

  @Test
  void everyAlertHasItsSectionInTheDocumentation() throws IOException {
    String page = Files.readString(Project.ROOT.resolve("docs/operate/observability.md"));
    for (JsonNode rule : rules()) {
      String name = rule.get("alert").asText();
      assertThat(page).contains("\n### " + name + "\n");
      assertThat(rule.at("/annotations/runbook").asText())
          .isEqualTo("docs/operate/observability.md#" + name.toLowerCase(Locale.ROOT));
    }
  }

  @Test
  void theResourceForThePrometheusOperatorHoldsTheSameGroups() throws IOException {
    JsonNode resource = YAML.readTree(Files.readString(PROMETHEUS.resolve("prometheusrule.yaml")));
    assertThat(resource.get("spec")).isEqualTo(YAML.readTree(Files.readString(RULES)));
  }

  @Test
  void theServiceMonitorFindsTheServiceAndTheServiceThePods() throws IOException {
    JsonNode monitor = YAML.readTree(Files.readString(PROMETHEUS.resolve("servicemonitor.yaml")));
    JsonNode service = YAML.readTree(Files.readString(PROMETHEUS.resolve("service.yaml")));
    JsonNode deployment =
        YAML.readTree(Files.readString(Project.ROOT.resolve("config/manager/deployment.yaml")));
    assertThat(service.at("/metadata/labels")).isEqualTo(monitor.at("/spec/selector/matchLabels"));
    assertThat(service.at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port"));
    service
        .at("/spec/selector")
        .properties()
        .forEach(
            label ->
                assertThat(deployment.at("/spec/template/metadata/labels").get(label.getKey()))
                    .isEqualTo(label.getValue()));
    assertThat(deployment.at("/spec/template/spec/containers/0/ports").findValuesAsText("name"))
        .contains(service.at("/spec/ports/0/targetPort").asText());
  }

  @Test
  void prometheusUnderstandsEveryQueryOfTheDashboard(@TempDir Path folder) throws Exception {
    Promtool promtool = Promtool.find();
    List<String> queries = YAML.readTree(Files.readString(DASHBOARD)).findValuesAsText("expr");
    assertThat(queries).hasSizeGreaterThan(10);
    ObjectNode file = YAML.createObjectNode();
    ObjectNode group = file.putArray("groups").addObject().put("name", "dashboard");
    ArrayNode rules = group.putArray("rules");
    for (int i = 0; i < queries.size(); i++) {
      rules
          .addObject()
          .put("record", "query:" + i)
          .put(
              "expr", queries.get(i).replace("$__rate_interval", "5m").replace("$namespace", ".*"));
    }
    Path asRules = folder.resolve("dashboard.yaml");
    YAML.writeValue(asRules.toFile(), file);
    assertThat(promtool.problem("check", "rules", asRules.toString())).isEmpty();
  }

  @Test
  void panelsAreWhole() throws IOException {
    JsonNode dashboard = YAML.readTree(Files.readString(DASHBOARD));
    assertThat(dashboard.get("panels").findValuesAsText("id")).doesNotHaveDuplicates();
    for (JsonNode panel : dashboard.get("panels")) {
      assertThat(panel.get("title").asText()).isNotBlank();
      assertThat(panel.get("description").asText()).as("%s", panel.get("title")).isNotBlank();
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
      JsonNode at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
    }
  }

  private static List<JsonNode> rules() throws IOException {
    return YAML.readTree(Files.readString(RULES)).at("/groups/0/rules").valueStream().toList();
  }

  private static List<String> alerts() throws IOException {
    return rules().stream().map(rule -> rule.get("alert").asText()).toList();
  }
}
