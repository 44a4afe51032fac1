package dev.labelops.testcluster;

import io.fabric8.kubernetes.client.Config;
import java.nio.file.Path;
import java.util.Optional;

/** The one part in which the kinds of cluster differ. */
sealed interface ControlPlane extends AutoCloseable
    permits GivenCluster, K3sCluster, ProcessCluster {

  /** What it is, in a few words for people. */
  String description();

  /** A kubeconfig with all rights, as YAML. */
  String adminKubeconfig();

  /** What a client with all rights is configured with. */
  default Config adminConfig() {
    return Config.fromKubeconfig(adminKubeconfig());
  }

  /** A copy of the API server's audit log as it is now; absent where there is none. */
  Optional<Path> auditLog();

  @Override
  void close();
}
