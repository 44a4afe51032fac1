package dev.labelops.install.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.demo.stack.Kubectl;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;

/** What the release {@code labelops} has made in the cluster. */
record Release(KubernetesClient client, Kubectl kubectl) {
  private static final Duration PODS_WITHIN = Duration.ofSeconds(30);

  /**
   * Waits for pods of the newest template, or fails with what the cluster says against them. A
   * rollout ends only where a kubelet runs pods; before that old ones are there besides.
   */
  List<Pod> awaitPods(String component, int count) {
    AtomicReference<List<Pod>> found = new AtomicReference<>();
    await(count + " pods of the " + component)
        .atMost(PODS_WITHIN)
        .failFast(
            "a pod was refused",
            () ->
                assertThat(kubectl.run("-n", Helm.NAMESPACE, "get", "events"))
                    .doesNotContain("FailedCreate"))
        .until(
            () -> {
              String newest = checksum(template(component));
              found.set(
                  pods(component).stream()
                      .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                      .filter(pod -> checksum(pod.getMetadata().getAnnotations()).equals(newest))
                      .toList());
              return found.get().size() >= count;
            });
    return found.get();
  }

  private List<Pod> pods(String component) {
    return client
        .pods()
        .inNamespace(Helm.NAMESPACE)
        .withLabel("app.kubernetes.io/component", component)
        .list()
        .getItems();
  }

  private Map<String, String> template(String component) {
    return client
        .apps()
        .deployments()
        .inNamespace(Helm.NAMESPACE)
        .withName("labelops-" + component)
        .require()
        .getSpec()
        .getTemplate()
        .getMetadata()
        .getAnnotations();
  }

  private static String checksum(Map<String, String> annotations) {
    return annotations == null ? "" : annotations.getOrDefault("checksum/settings", "");
  }

  /** The engine's key in plain text. */
  Map<String, String> key() {
    Map<String, String> plain = new TreeMap<>();
    client
        .secrets()
        .inNamespace(Helm.NAMESPACE)
        .withName("labelops-engine-key")
        .require()
        .getData()
        .forEach(
            (name, value) ->
                plain.put(
                    name, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return plain;
  }

  String settings() {
    return client
        .configMaps()
        .inNamespace(Helm.NAMESPACE)
        .withName("labelops-operator")
        .require()
        .getData()
        .get("application.properties");
  }
}
