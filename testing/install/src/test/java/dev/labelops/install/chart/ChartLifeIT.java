package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Kubectl;
import dev.labelops.install.Project;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The life of a release on a real API server with the real helm. The cluster makes and admits the
 * pods, in a namespace that enforces the Pod Security Standard {@code restricted}; what they would
 * run is run here, with exactly their settings.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ChartLifeIT {
  private static final String JOBS_CRD = "labelingjobs.labelops.dev";
  private static final String NEW_FIELD = "comesWithTheUpgrade";

  private static final String VALUES =
      """
      engine:
        enabled: true
        publicUrl: %s
      feed: {shortestInterval: PT1S}
      log: {format: text}
      tenancy:
        namespaces:
          team-a:
            defaultExecutionRole: arn:aws:iam::111122223333:role/GroundTruthExecution
            workforce: make
            locations: [s3://team-a-texts]
      """;

  private static final String TEAM_B_TOO =
      """
      tenancy:
        namespaces:
          team-b:
            locations: ["s3://other/a,b/", "s3://team-a-texts"]
      """;

  private static final Path LOGS = Path.of("target", "logs", "chart");

  @TempDir private static Path folder;
  private static TestCluster cluster;
  private static Helm helm;
  private static Kubectl kubectl;
  private static Release release;

  @BeforeAll
  static void start() {
    cluster =
        TestCluster.start(
            ClusterOptions.defaults().withControllerManager().withLogs(LOGS.resolve("cluster")));
    Path kubeconfig = folder.resolve("kubeconfig");
    cluster.kubeconfig(kubeconfig);
    helm = Helm.on(kubeconfig);
    kubectl = new Kubectl(kubeconfig);
    release = new Release(client(), kubectl);
    for (String name : List.of(Helm.NAMESPACE, "elsewhere", "team-a", "team-b")) {
      client()
          .resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName(name)
                  .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                  .endMetadata()
                  .build())
          .serverSideApply();
    }
  }

  @AfterAll
  static void end() {
    if (cluster != null) {
      cluster.close();
    }
  }

  private static KubernetesClient client() {
    return cluster.adminClient();
  }

  static List<Path> valueFiles() {
    return Rendered.valueFiles().toList();
  }

  @ParameterizedTest
  @MethodSource("valueFiles")
  @Order(1)
  void theApiServerKnowsEveryFieldAndWarnsOfNone(Path values) throws Exception {
    List<String> ofThePrometheusOperator = List.of("ServiceMonitor", "PrometheusRule");
    ObjectNode list = Rendered.YAML.createObjectNode().put("apiVersion", "v1").put("kind", "List");
    list.putArray("items")
        .addAll(
            Rendered.of(values).objects().stream()
                .filter(o -> !ofThePrometheusOperator.contains(o.path("kind").asText()))
                .toList());
    Path rendered = Files.writeString(folder.resolve("rendered.json"), list.toString());

    String said =
        kubectl.run("apply", "--dry-run=server", "--validate=strict", "-f", rendered.toString());

    assertThat(said).contains("deployment.apps/").doesNotContain("Warning");
  }

  @Test
  @Order(2)
  void installUpgradeRollbackUninstallInstallAgain() throws Exception {
    Artifacts artifacts = new Artifacts(Project.ROOT);
    URI engineAddress = URI.create("http://127.0.0.1:" + PodProcess.freePort());
    Path values = Files.writeString(folder.resolve("values.yaml"), VALUES.formatted(engineAddress));
    TextJob labeling = new TextJob(client());

    String notes = helm("install", Helm.CHART, values);
    assertThat(notes)
        .contains("rollout status deployment/labelops-operator", "/_labelops/outbox")
        .contains("The images\nare not published");
    release.awaitPods("operator", 2);
    Map<String, String> key = release.key();
    assertThat(asAwsClient(notes))
        .as("what the printed commands set")
        .containsAllEntriesOf(key)
        .containsEntry("AWS_ENDPOINT_URL", engineAddress.toString());

    try (PodProcess engine = engine(artifacts, engineAddress)) {
      engine.awaitReady();
      TextJob.upload(engineAddress, key.get("AWS_ACCESS_KEY_ID"), key.get("AWS_SECRET_ACCESS_KEY"));
      String jobName;
      try (PodProcess operator = operator(artifacts, engineAddress)) {
        operator.awaitReady();
        labeling.applyDataset("team-a");
        labeling.applyPeopleAndJob("team-a");
        labeling.applyDataset("team-b");
        labeling.awaitDataset("team-a", "Ready", TextJob::isReady);
        jobName = labeling.awaitJob("team-a", "Ready", TextJob::isReady).path("jobName").asText();
        assertThat(jobName).isNotEmpty();
        labeling.awaitDataset(
            "team-b", "NotAllowed", status -> status.toString().contains("\"NotAllowed\""));
      }

      Path teamB = Files.writeString(folder.resolve("team-b.yaml"), TEAM_B_TOO);
      helm("upgrade", newerChart(), values, teamB);
      assertThat(jobsCrd()).contains(NEW_FIELD);
      assertThat(release.key()).as("the engine's key over an upgrade").isEqualTo(key);
      try (PodProcess operator = operator(artifacts, engineAddress)) {
        operator.awaitReady();
        labeling.awaitDataset("team-b", "Ready", TextJob::isReady);
      }

      helm.run("rollback", "labelops", "1", "-n", Helm.NAMESPACE);
      assertThat(jobsCrd()).doesNotContain(NEW_FIELD);
      assertThat(release.key()).as("the engine's key over a rollback").isEqualTo(key);
      assertThat(release.settings()).contains("team-a").doesNotContain("team-b");

      helm.run("uninstall", "labelops", "-n", Helm.NAMESPACE);
      assertThat(kubectl.run("-n", Helm.NAMESPACE, "get", "deploy,svc,cm,sa,role", "-o", "name"))
          .doesNotContain("labelops");
      assertThat(kubectl.run("get", "clusterrole,clusterrolebinding", "-o", "name"))
          .doesNotContain("labelops");
      assertThat(kubectl.run("-n", Helm.NAMESPACE, "get", "pvc", "-o", "name"))
          .contains("labelops-engine");
      assertThat(release.key()).as("the engine's key after uninstall").isEqualTo(key);
      assertThat(labeling.jobStatus("team-a").path("jobName").asText()).isEqualTo(jobName);

      helm("install", Helm.CHART, values);
      assertThat(release.key()).as("the engine's key after a second install").isEqualTo(key);
      try (PodProcess operator = operator(artifacts, engineAddress)) {
        operator.awaitReady();
        kubectl.run(
            "-n",
            "team-a",
            "patch",
            "ljob",
            "moods",
            "--type=merge",
            "-p={\"spec\":{\"stop\":true}}");
        JsonNode job =
            labeling.awaitJob(
                "team-a", "Stopped", status -> status.path("phase").asText().equals("Stopped"));
        assertThat(job.path("jobName").asText()).as("taken up again").isEqualTo(jobName);
      }
    }
  }

  @Test
  @Order(3)
  void crdsOfSomebodyElseAreTakenOverOnlyByWish() {
    cluster.applyCrds(Project.ROOT.resolve("crds"));
    String[] install = {
      "install", "other", Helm.CHART.toString(), "-n", "elsewhere", "--set", "engine.enabled=true"
    };

    Helm.Ended refused = helm.attempt(install);
    assertThat(refused.status()).isNotZero();
    assertThat(refused.err()).contains("cannot be imported into the current release");

    helm.run(and(install, "--set=crds.install=false"));
    helm.run("uninstall", "other", "-n", "elsewhere");
    assertThat(owner()).isNotEqualTo("other");

    helm.run(and(install, "--take-ownership"));
    assertThat(owner()).isEqualTo("other");
  }

  private static String[] and(String[] arguments, String more) {
    return Stream.concat(Arrays.stream(arguments), Stream.of(more)).toArray(String[]::new);
  }

  private static String owner() {
    CustomResourceDefinition crd =
        client().apiextensions().v1().customResourceDefinitions().withName(JOBS_CRD).require();
    return Objects.requireNonNullElse(crd.getMetadata().getAnnotations(), Map.<String, String>of())
        .get("meta.helm.sh/release-name");
  }

  private static String helm(String verb, Path chart, Path... values) {
    StringBuilder files = new StringBuilder();
    for (Path file : values) {
      files.append(files.isEmpty() ? "" : ",").append(file);
    }
    return helm.run(verb, "labelops", chart.toString(), "-n", Helm.NAMESPACE, "--values=" + files);
  }

  /** The AWS settings that the commands in helm's notes make. */
  private static Map<String, String> asAwsClient(String notes) throws Exception {
    String exports =
        notes
            .lines()
            .filter(line -> line.startsWith("  export "))
            .collect(Collectors.joining("\n", "", "\nenv | grep '^AWS_'\n"));
    ProcessBuilder shell = new ProcessBuilder("sh", "-ec", exports);
    shell.environment().put("KUBECONFIG", folder.resolve("kubeconfig").toString());
    Process process = shell.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
  }

  private static PodProcess engine(Artifacts artifacts, URI address) throws IOException {
    Pod pod = release.awaitPods("engine", 1).getFirst();
    return new PodNode(cluster, folder, LOGS, Map.of())
        .start(
            pod,
            artifacts.engineJar(),
            address.getPort(),
            Map.of(
                "LABELOPS_ENGINE_HOST",
                "127.0.0.1",
                "LABELOPS_ENGINE_PORT",
                Integer.toString(address.getPort())));
  }

  private static PodProcess operator(Artifacts artifacts, URI engine) throws IOException {
    Pod pod = release.awaitPods("operator", 1).getFirst();
    int port = PodProcess.freePort();
    String inCluster = "http://labelops-engine." + Helm.NAMESPACE + ".svc:4566";
    return new PodNode(cluster, folder, LOGS, Map.of(inCluster, engine.toString()))
        .start(
            pod,
            artifacts.operatorJar(),
            port,
            Map.of("QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", Integer.toString(port)));
  }

  /** The chart of a later version, whose CRD knows one more field. */
  private static Path newerChart() throws IOException {
    Path copy = folder.resolve("newer");
    try (var files = Files.walk(Helm.CHART)) {
      for (Path file : files.toList()) {
        Path target = copy.resolve(Helm.CHART.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    }
    Path crd = copy.resolve("files/crds/" + JOBS_CRD + ".yaml");
    Matcher spec =
        Pattern.compile("(?m)^ {10}spec:\n {12}description: .*\n {12}properties:\n")
            .matcher(Files.readString(crd));
    assertThat(spec.find()).as("the specification in %s", crd).isTrue();
    Files.writeString(
        crd,
        spec.replaceFirst("$0              " + NEW_FIELD + ":\n                type: string\n"));
    return copy;
  }

  private static String jobsCrd() {
    return client().raw("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + JOBS_CRD);
  }
}
