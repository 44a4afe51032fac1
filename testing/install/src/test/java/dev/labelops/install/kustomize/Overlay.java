package dev.labelops.install.kustomize;

import static org.awaitility.Awaitility.await;

import dev.labelops.demo.stack.Kubectl;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** A kustomization of {@code config/}, applied with kubectl as its users do. */
record Overlay(Path folder) {
  static final String NAMESPACE = "labelops-system";
  private static final Duration PODS_WITHIN = Duration.ofSeconds(60);

  /** A kustomization of somebody's own, whose entries may name this checkout as {@code CONFIG}. */
  static Overlay own(Path folder, Path config, String kustomization) throws IOException {
    // kustomize takes other folders only as relative paths.
    Path real = folder.toRealPath();
    Files.writeString(
        real.resolve("kustomization.yaml"),
        kustomization.replace("CONFIG", real.relativize(config.toRealPath()).toString()));
    return new Overlay(real);
  }

  /** The manifests as YAML. */
  String build() throws InterruptedException {
    return new Kubectl(Path.of("none")).run("kustomize", folder.toString());
  }

  /** Server-side apply, because CRDs are too large for the annotation of the client side. */
  void apply(Path kubeconfig) throws InterruptedException {
    new Kubectl(kubeconfig)
        .run("apply", "--server-side", "--force-conflicts", "--kustomize=" + folder);
  }

  /**
   * Waits until the workload's controller has made this many Pods, so that admission let them
   * through.
   */
  static List<Pod> awaitPods(KubernetesClient client, String app, int count) {
    try {
      return await(count + " Pods of " + app)
          .atMost(PODS_WITHIN)
          .pollInterval(Duration.ofMillis(200))
          .until(() -> pods(client, app), pods -> pods.size() == count);
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(e.getMessage() + "; Events:\n" + events(client), e);
    }
  }

  static List<Pod> pods(KubernetesClient client, String app) {
    return client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app.kubernetes.io/name", app)
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .toList();
  }

  private static String events(KubernetesClient client) {
    return client.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .map(event -> event.getReason() + ": " + event.getMessage())
        .distinct()
        .collect(Collectors.joining("\n"));
  }
}
