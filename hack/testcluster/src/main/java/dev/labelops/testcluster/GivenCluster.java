package dev.labelops.testcluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Somebody else's cluster: used as it is and left running. */
record GivenCluster(String description, String adminKubeconfig) implements ControlPlane {

  static GivenCluster of(Path kubeconfig) {
    try {
      return new GivenCluster("the cluster of " + kubeconfig, Files.readString(kubeconfig));
    } catch (IOException e) {
      throw new ClusterException("cannot read the kubeconfig " + kubeconfig + ": " + e, e);
    }
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.empty();
  }

  @Override
  public void close() {}
}
