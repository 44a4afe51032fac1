package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetachedClusterIT {

  @TempDir Path folder;

  private DetachedCluster cluster() {
    return new DetachedCluster(folder.resolve("cluster.pid"));
  }

  @AfterEach
  void stop() {
    cluster().stop();
  }

  @Test
  void runsOnUntilItIsStopped() throws Exception {
    Path kubeconfig = folder.resolve("kubeconfig");

    cluster().start(kubeconfig, folder.resolve("logs"));

    long pid = Long.parseLong(Files.readString(cluster().file()));
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build()) {
      assertThat(client.namespaces().withName("default").get()).isNotNull();
    }
    assertThatThrownBy(() -> cluster().start(kubeconfig, folder.resolve("logs")))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("a cluster that runs, process " + pid);

    // Neither a stepped clock nor a lost file makes it unknown.
    Files.writeString(cluster().file(), pid + " 2001-01-01T00:00:00Z");
    cluster().stop();

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(cluster().file()).doesNotExist();
  }

  @Test
  void anotherProcessWithTheSameIdIsLeftAlone() throws Exception {
    long ours = ProcessHandle.current().pid();
    Files.writeString(cluster().file(), ours + " 2001-01-01T00:00:00Z");

    cluster().stop();

    assertThat(ProcessHandle.current().isAlive()).isTrue();
    assertThat(cluster().file()).doesNotExist();
  }

  @Test
  void whatIsNotRunningCanBeStopped() {
    cluster().stop();
  }
}
