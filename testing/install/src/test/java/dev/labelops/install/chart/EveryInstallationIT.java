package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for operator and engine, in every way to install them. */
class EveryInstallationIT {
  private static final String AWS = "aws.region=eu-west-1";
  private static final String ENGINE = "engine.enabled=true";

  static List<Path> valueFiles() {
    return Rendered.valueFiles().toList();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void everyPodMeetsThePodSecurityStandardRestricted(Path values) {
    for (JsonNode deployment : Rendered.of(values).all("Deployment")) {
      JsonNode pod = deployment.at("/spec/template/spec");
      JsonNode container = Rendered.container(deployment);
      assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
      assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
      assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(65532);
      assertThat(pod.at("/securityContext/seccompProfile/type").asText())
          .isEqualTo("RuntimeDefault");
      assertThat(container.at("/securityContext/allowPrivilegeEscalation").asBoolean(true))
          .isFalse();
      assertThat(container.at("/securityContext/readOnlyRootFilesystem").asBoolean()).isTrue();
      assertThat(container.at("/securityContext/capabilities/drop/0").asText()).isEqualTo("ALL");
      assertThat(container.at("/resources/limits/memory").asText()).isNotEmpty();
      for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
        assertThat(container.at("/" + probe + "/httpGet/port").asText()).isEqualTo("http");
      }
      assertThat(StreamSupport.stream(container.path("volumeMounts").spliterator(), false))
          .anyMatch(mount -> mount.path("mountPath").asText().equals("/tmp"));
    }
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void everySelectorFitsThePodsItMeans(Path values) {
    Rendered chart = Rendered.of(values);
    for (JsonNode deployment : chart.all("Deployment")) {
      JsonNode labels = deployment.at("/spec/template/metadata/labels");
      String name = deployment.at("/metadata/name").asText();
      assertSelects(deployment.at("/spec/selector/matchLabels"), labels);
      assertSelects(chart.one("Service", name).at("/spec/selector"), labels);
      if (name.endsWith("-operator")) {
        assertSelects(
            chart.one("PodDisruptionBudget", name).at("/spec/selector/matchLabels"), labels);
      }
      for (JsonNode policy : chart.all("NetworkPolicy")) {
        if (policy.at("/metadata/name").asText().equals(name)) {
          assertSelects(policy.at("/spec/podSelector/matchLabels"), labels);
        }
      }
    }
  }

  private static void assertSelects(JsonNode selector, JsonNode labels) {
    assertThat(selector.size()).isGreaterThan(1);
    selector
        .properties()
        .forEach(wanted -> assertThat(labels.path(wanted.getKey())).isEqualTo(wanted.getValue()));
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void everyObjectHasItsNamespaceAndTheStandardLabels(Path values) {
    for (JsonNode object : Rendered.of(values).objects()) {
      String kind = object.path("kind").asText();
      if (kind.equals("CustomResourceDefinition")) {
        continue;
      }
      if (!kind.startsWith("ClusterRole")) {
        assertThat(object.at("/metadata/namespace").asText()).as(kind).isEqualTo(Helm.NAMESPACE);
      }
      assertThat(object.at("/metadata/labels/app.kubernetes.io~1instance").asText())
          .as(kind)
          .isEqualTo("labelops");
    }
  }

  @Test
  void whatIsSetForPodsReachesThem() {
    JsonNode operator = Rendered.of(file("aws-secret")).operator().at("/spec/template");
    JsonNode engine =
        Rendered.of(file("engine-external"))
            .one("Deployment", "labels-engine")
            .at("/spec/template");

    for (JsonNode pod : List.of(operator, engine)) {
      assertThat(pod.at("/metadata/annotations/example.com~1pod").asText()).isEqualTo("yes");
      assertThat(pod.at("/metadata/labels/example.com~1pod").asText()).isEqualTo("yes");
      assertThat(pod.at("/spec/nodeSelector/kubernetes.io~1os").asText()).isEqualTo("linux");
      assertThat(pod.at("/spec/tolerations/0/key").asText()).isEqualTo("dedicated");
      assertThat(pod.at("/spec/affinity/nodeAffinity").isObject()).isTrue();
      assertThat(pod.at("/spec/priorityClassName").asText()).isEqualTo("system-cluster-critical");
    }
    JsonNode spread = operator.at("/spec/topologySpreadConstraints/0");
    assertThat(spread.path("topologyKey").asText()).isEqualTo("topology.kubernetes.io/zone");
    assertSelects(spread.at("/labelSelector/matchLabels"), operator.at("/metadata/labels"));
    assertThat(operator.at("/spec/imagePullSecrets/0/name").asText()).isEqualTo("registry");
    for (JsonNode pod : List.of(operator, engine)) {
      assertThat(pod.toString())
          .contains("\"mountPath\":\"/etc/ca\"", "\"configMap\":{\"name\":\"ca\"}")
          .contains("\"secretRef\":{\"name\":\"more\"");
    }
    assertThat(operator.at("/metadata/labels/team").asText()).isEqualTo("platform");
  }

  @Test
  void imagesMayComeFromAnotherRegistry() throws IOException {
    assertThat(image(Rendered.with(AWS).operator())).isEqualTo("labelops-operator:" + appVersion());
    assertThat(image(Rendered.of(file("aws-secret")).operator()))
        .isEqualTo("registry.example.com/labelops/labelops-operator:" + appVersion());
    assertThat(image(Rendered.with(ENGINE, "image.registry=r.example.com/x").engine()))
        .isEqualTo("r.example.com/x/labelops-engine:" + appVersion());
    assertThat(image(Rendered.of(file("engine-external")).one("Deployment", "labels-engine")))
        .isEqualTo(
            "registry.example.com/other/labelops-engine@sha256:" + "0123456789abcdef".repeat(4));
  }

  @Test
  void networkPoliciesAllowWhatIsNeededAndNoMore() {
    JsonNode alone =
        Rendered.of(file("aws-irsa")).one("NetworkPolicy", "labelops-operator").path("spec");
    Rendered both = Rendered.of(file("engine"));
    JsonNode operator = both.one("NetworkPolicy", "labelops-operator").path("spec");
    JsonNode engine = both.one("NetworkPolicy", "labelops-engine").path("spec");

    assertThat(ports(alone.path("egress"))).containsExactly("53", "53", "443", "6443");
    assertThat(
            ports(
                Rendered.with(AWS, "networkPolicy.enabled=true")
                    .one("NetworkPolicy", "labelops-operator")
                    .at("/spec/egress")))
        .as("with Pod Identity, its agent")
        .containsExactly("53", "53", "443", "6443", "80");
    assertThat(ports(operator.path("egress"))).containsExactly("53", "53", "443", "6443", "http");
    assertThat(portsTowards("http://engine.elsewhere:4566")).contains("4566");
    assertThat(portsTowards("https://engine.example.com")).containsOnlyOnce("443");
    assertThat(portsTowards("http://engine.example.com/")).contains("80");
    assertThat(ports(engine.path("egress"))).containsExactly("53", "53");
    assertThat(ports(engine.path("ingress"))).containsExactly("http");
    assertThat(engine.at("/ingress/0/from").toString()).contains("operator", "ingress-nginx");
    assertThat(operator.at("/ingress/0/from").toString()).contains("monitoring");
    assertThat(Rendered.with(ENGINE).all("NetworkPolicy")).isEmpty();
  }

  private static List<String> portsTowards(String endpointUrl) {
    return ports(
        Rendered.with(
                AWS,
                "networkPolicy.enabled=true",
                "aws.existingSecret=key",
                "aws.endpointUrl=" + endpointUrl)
            .one("NetworkPolicy", "labelops-operator")
            .at("/spec/egress"));
  }

  private static List<String> ports(JsonNode rules) {
    return rules.findValues("ports").stream()
        .flatMap(ports -> StreamSupport.stream(ports.spliterator(), false))
        .map(port -> port.path("port").asText())
        .toList();
  }

  @Test
  void kustomizeRunsTheSameContainers() throws IOException {
    Rendered chart = Rendered.with(ENGINE);

    assertSameContainer(chart.operator(), "manager/deployment.yaml");
    assertSameContainer(chart.engine(), "overlays/engine/engine.yaml");
    assertThat(chart.operator().at("/spec/template/spec/terminationGracePeriodSeconds").asInt())
        .as("longer than it takes to end")
        .isGreaterThan(30);
  }

  private static void assertSameContainer(JsonNode workload, String file) throws IOException {
    JsonNode other =
        Rendered.parse(Files.readString(Project.ROOT.resolve("config").resolve(file)))
            .objects()
            .getFirst();
    for (String part :
        List.of(
            "startupProbe", "readinessProbe", "livenessProbe", "resources", "securityContext")) {
      assertThat(Rendered.container(other).path(part))
          .as(file + ": " + part)
          .isEqualTo(Rendered.container(workload).path(part));
    }
    String grace = "/spec/template/spec/terminationGracePeriodSeconds";
    assertThat(other.at(grace)).as(file).isEqualTo(workload.at(grace));
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  void helmLintIsContent(Path values) {
    Helm.offline().run("lint", "--strict", Helm.CHART.toString(), "-f", values.toString());
  }

  private static Path file(String name) {
    return Helm.CHART.resolve("ci/" + name + "-values.yaml");
  }

  private static String appVersion() throws IOException {
    return Rendered.YAML
        .readTree(Helm.CHART.resolve("Chart.yaml").toFile())
        .path("appVersion")
        .asText();
  }

  private static String image(JsonNode deployment) {
    return Rendered.container(deployment).path("image").asText();
  }
}
