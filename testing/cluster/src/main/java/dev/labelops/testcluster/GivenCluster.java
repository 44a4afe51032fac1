package dev.labelops.testcluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Somebody else's cluster: used as it is and left running. */
record GivenCluster(Path file) implements ControlPlane {

  GivenCluster {
    if (!Files.isReadable(file)) {
      throw new ClusterException(
          "the kubeconfig %s cannot be read; it was named by LABELOPS_TEST_KUBECONFIG or KUBECONFIG"
              .formatted(file));
    }
  }

  @Override
  public String description() {
    return "the cluster of " + file;
  }

  @Override
  public String adminKubeconfig() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new ClusterException("cannot read the kubeconfig " + file + ": " + e, e);
    }
  }

  /** From the file, because it may name certificates by relative paths. */
  @Override
  public Config adminConfig() {
    return Config.fromKubeconfig(file.toFile());
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
