package dev.labelops.testcluster;

import java.nio.file.Path;

/** Where the test cluster comes from. */
public sealed interface ClusterChoice {

  /** A cluster that somebody gave on purpose; nothing is started or stopped. */
  record Given(Path kubeconfig) implements ClusterChoice {}

  /** k3s in a container. */
  record K3s(String image) implements ClusterChoice {}

  /** The API server and etcd that {@code setup-envtest} downloaded. */
  record Assets(Path folder) implements ClusterChoice {}

  /** The API server and etcd built from their Go modules, or taken from the cache. */
  record Built() implements ClusterChoice {}

  /** Nothing fits; the remarks of the selection say why. */
  record None() implements ClusterChoice {}
}
