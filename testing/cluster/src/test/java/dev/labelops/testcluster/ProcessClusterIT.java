package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessClusterIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  private final KubeBuild build = new KubeBuild(KubeBuild.defaultCache(System.getenv()));
  private KubeBinaries binaries;

  @BeforeEach
  void needsBinaries() {
    assumeTrue(
        build.isDone() || Environment.ofThisMachine(build).go(),
        "needs Go or built binaries in the cache");
    binaries = build.get();
  }

  @Test
  void twoClustersRunSideBySideAndKnowNothingOfEachOther(@TempDir Path logs) {
    ClusterOptions options = new ClusterOptions(false, logs);
    try (var first = ProcessCluster.start(binaries, options.withLogs(logs.resolve("1")));
        var second = ProcessCluster.start(binaries, options.withLogs(logs.resolve("2")));
        KubernetesClient firstClient = client(first);
        KubernetesClient secondClient = client(second)) {
      firstClient.resource(configMap()).inNamespace("default").create();

      assertThat(find(firstClient)).isNotNull();
      assertThat(find(secondClient)).isNull();
    }
  }

  @Test
  void withTheControllerManagerANamespaceIsReallyDeleted(@TempDir Path logs) {
    try (var cluster = ProcessCluster.start(binaries, new ClusterOptions(true, logs));
        KubernetesClient client = client(cluster)) {
      var namespace =
          client.resource(
              new NamespaceBuilder()
                  .withNewMetadata()
                  .withName("short-lived")
                  .endMetadata()
                  .build());
      namespace.create();
      await()
          .atMost(SOON)
          .until(
              () ->
                  client.serviceAccounts().inNamespace("short-lived").withName("default").get()
                      != null);

      namespace.delete();

      await().atMost(SOON).until(() -> namespace.get() == null);
    }
  }

  @Test
  void aProgramThatEndsIsNamedWithTheEndOfItsLogAndNothingStaysBehind(
      @TempDir Path folder, @TempDir Path logs) throws Exception {
    Files.createSymbolicLink(folder.resolve("etcd"), binaries.etcd());
    Path broken =
        Files.writeString(folder.resolve("kube-apiserver"), "#!/bin/sh\necho out of luck\n");
    Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwx------"));
    long before = etcdsOfThisJvm();

    assertThatThrownBy(
            () -> ProcessCluster.start(new KubeBinaries(folder), new ClusterOptions(false, logs)))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("out of luck");

    await().atMost(SOON).until(() -> etcdsOfThisJvm() == before);
  }

  private static long etcdsOfThisJvm() {
    return ProcessHandle.current()
        .descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/etcd"))
        .count();
  }

  private static KubernetesClient client(ProcessCluster cluster) {
    return new KubernetesClientBuilder()
        .withConfig(Config.fromKubeconfig(cluster.adminKubeconfig()))
        .build();
  }

  private static ConfigMap configMap() {
    return new ConfigMapBuilder().withNewMetadata().withName("mine").endMetadata().build();
  }

  private static ConfigMap find(KubernetesClient client) {
    return client.configMaps().inNamespace("default").withName("mine").get();
  }
}
