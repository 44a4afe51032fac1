package dev.labelops.install.kustomize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.install.Project;
import dev.labelops.install.YamlFile;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each kustomization of {@code config/} is applied to a real API server, and admission lets its
 * Pods into the namespace, which enforces the restricted Pod Security Standard.
 */
class OverlaysIT {
  private static final Path CONFIG = Project.ROOT.resolve("config");
  private static final String OPERATOR = "labelops-operator";

  @TempDir private static Path folder;
  private static TestCluster cluster;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    cluster = TestCluster.start(ClusterOptions.defaults().withControllerManager());
    cluster.kubeconfig(kubeconfig());
    client = cluster.adminClient();
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @AfterEach
  void remove() {
    client.apps().deployments().inNamespace(Overlay.NAMESPACE).delete();
    client.apps().statefulSets().inNamespace(Overlay.NAMESPACE).delete();
    await("no Pods")
        .atMost(Duration.ofSeconds(60))
        .until(() -> client.pods().inNamespace(Overlay.NAMESPACE).list().getItems().isEmpty());
  }

  @Test
  void theBase() throws InterruptedException {
    new Overlay(CONFIG.resolve("default")).apply(kubeconfig());
    assertThat(client.namespaces().withName(Overlay.NAMESPACE).require().getMetadata().getLabels())
        .containsEntry("pod-security.kubernetes.io/enforce", "restricted");
    assertThat(client.apiextensions().v1().customResourceDefinitions().list().getItems())
        .hasSize(3)
        .allSatisfy(
            crd ->
                assertThat(crd.getMetadata().getAnnotations())
                    .as("no tool prunes it, and with it every paid job")
                    .containsEntry("kustomize.toolkit.fluxcd.io/prune", "disabled")
                    .containsEntry("argocd.argoproj.io/sync-options", "Prune=false,Delete=false"));
    List<Pod> pods = Overlay.awaitPods(client, OPERATOR, 2);
    assertThat(pods).allSatisfy(OverlaysIT::isHardened);
    assertThat(pods.getFirst().getSpec().getServiceAccountName()).isEqualTo(OPERATOR);
    assertThat(
            client
                .policy()
                .v1()
                .podDisruptionBudget()
                .inNamespace(Overlay.NAMESPACE)
                .withName(OPERATOR)
                .require()
                .getSpec()
                .getSelector()
                .getMatchLabels())
        .containsEntry("app.kubernetes.io/name", OPERATOR);
  }

  @Test
  void awsWithPodIdentityNeedsNothingElse() throws InterruptedException {
    new Overlay(CONFIG.resolve("overlays/aws")).apply(kubeconfig());
    Pod pod = Overlay.awaitPods(client, OPERATOR, 2).getFirst();
    assertThat(ContainerEnvironment.of(client, pod))
        .containsEntry("AWS_REGION", "eu-west-1")
        .containsEntry("LABELOPS_NAMESPACE", Overlay.NAMESPACE)
        .containsEntry("LABELOPS_IDENTITY", pod.getMetadata().getName())
        .doesNotContainKeys("AWS_ENDPOINT_URL", "LABELOPS_TENANCY_ALLOW_ALL");
  }

  @Test
  void awsWithIrsaAndSettingsOfOnesOwnAsTheReadmeShows() throws Exception {
    String kustomization =
        Files.readString(CONFIG.resolve("README.md"))
            .lines()
            .dropWhile(line -> !line.startsWith("```yaml"))
            .skip(1)
            .takeWhile(line -> !line.startsWith("```"))
            .reduce("", (text, line) -> text + line + "\n")
            .replace("labelops/config", "CONFIG");
    own("readme", kustomization).apply(kubeconfig());
    Pod pod = Overlay.awaitPods(client, OPERATOR, 2).getFirst();
    assertThat(pod.getSpec().getContainers().getFirst().getImage())
        .matches("registry\\.example\\.com/platform/labelops-operator:\\d.*");
    assertThat(ContainerEnvironment.of(client, pod))
        .containsEntry("AWS_REGION", "us-east-1")
        .containsEntry("LABELOPS_LOG_FORMAT", "json");
    assertThat(
            client
                .serviceAccounts()
                .inNamespace(Overlay.NAMESPACE)
                .withName(OPERATOR)
                .require()
                .getMetadata()
                .getAnnotations())
        .containsEntry(
            "eks.amazonaws.com/role-arn", "arn:aws:iam::444455556666:role/labelops-operator");
  }

  @Test
  void awsWithAKeyInASecret() throws Exception {
    own(
            "secret",
            """
            resources: [CONFIG/overlays/aws]
            components: [CONFIG/components/aws-secret]
            """)
        .apply(kubeconfig());
    Pod pod = Overlay.awaitPods(client, OPERATOR, 2).getFirst();
    assertThat(pod.getSpec().getContainers().getFirst().getEnvFrom())
        .anySatisfy(
            from ->
                assertThat(from.getSecretRef())
                    .hasFieldOrPropertyWithValue("name", "labelops-aws"));
  }

  @Test
  void theEngine() throws InterruptedException {
    new Overlay(CONFIG.resolve("overlays/engine")).apply(kubeconfig());
    Pod engine = Overlay.awaitPods(client, "labelops-engine", 1).getFirst();
    isHardened(engine);
    assertThat(engine.getSpec().getAutomountServiceAccountToken()).isFalse();
    assertThat(client.persistentVolumeClaims().inNamespace(Overlay.NAMESPACE).list().getItems())
        .singleElement()
        .satisfies(
            claim -> assertThat(claim.getMetadata().getName()).isEqualTo("data-labelops-engine-0"));
    assertThat(Overlay.awaitPods(client, OPERATOR, 2)).allSatisfy(OverlaysIT::isHardened);
  }

  /** Only built: the cluster has not the CRDs of the Prometheus operator. */
  @Test
  void prometheusHasTargetsAndAlerts() throws InterruptedException {
    assertThat(YamlFile.documents(new Overlay(CONFIG.resolve("prometheus")).build()))
        .extracting(object -> object.get("kind"))
        .containsExactlyInAnyOrder("Service", "ServiceMonitor", "PrometheusRule");
  }

  @Test
  @SuppressWarnings("unchecked")
  void everySampleIsListed() throws IOException {
    Map<String, Object> list =
        YamlFile.documents(CONFIG.resolve("samples/kustomization.yaml")).getFirst();
    try (var files = Files.list(CONFIG.resolve("samples"))) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString())
                  .filter(name -> name.endsWith(".yaml") && !name.equals("kustomization.yaml")))
          .containsExactlyInAnyOrderElementsOf((List<String>) list.get("resources"));
    }
  }

  private static void isHardened(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
    assertThat(container.getReadinessProbe()).isNotNull();
    assertThat(container.getLivenessProbe()).isNotNull();
    assertThat(container.getResources().getRequests()).containsKeys("cpu", "memory");
    assertThat(pod.getSpec().getEnableServiceLinks())
        .as("a Service's variables look like settings")
        .isFalse();
  }

  private static Overlay own(String name, String kustomization) throws IOException {
    return Overlay.own(Files.createDirectory(folder.resolve(name)), CONFIG, kustomization);
  }

  private static Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }
}
