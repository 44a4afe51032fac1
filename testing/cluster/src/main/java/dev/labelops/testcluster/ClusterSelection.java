package dev.labelops.testcluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The order in which clusters are chosen: a given one, k3s in Docker, {@code KUBEBUILDER_ASSETS},
 * binaries built from source.
 *
 * @param choice what to use
 * @param remarks one line for each earlier kind that had to be skipped
 */
record ClusterSelection(ClusterChoice choice, List<String> remarks) {

  static final String WHAT_TO_INSTALL =
      "No test cluster is available: install Go 1.24 or newer (the API server is then built once), or"
          + " set KUBEBUILDER_ASSETS to a folder with etcd and kube-apiserver, or start Docker, or"
          + " set LABELOPS_TEST_KUBECONFIG to the kubeconfig of a cluster that tests may change.";

  static ClusterSelection choose(Environment here, boolean controllerManager) {
    List<String> remarks = new ArrayList<>();
    return new ClusterSelection(
        switch (here.wanted().orElse("")) {
          case "" -> first(here, controllerManager, remarks);
          case "kubeconfig" -> given(here, remarks);
          case "k3s" -> k3s(here, remarks);
          case "assets" -> assets(here, controllerManager, remarks);
          case "built" -> built(here, remarks);
          default -> {
            remarks.add(
                "LABELOPS_TEST_CLUSTER is \"%s\"; it can be kubeconfig, k3s, assets or built."
                    .formatted(here.wanted().get()));
            yield new ClusterChoice.None();
          }
        },
        List.copyOf(remarks));
  }

  private static ClusterChoice first(
      Environment here, boolean controllerManager, List<String> remarks) {
    if (here.kubeconfig().isPresent()) {
      return new ClusterChoice.Given(here.kubeconfig().get());
    }
    here.plainKubeconfig()
        .ifPresent(
            path ->
                remarks.add(
                    "KUBECONFIG is set but not used, because tests change the cluster."
                        + " Set LABELOPS_TEST_KUBECONFIG=%s to use it.".formatted(path)));
    ClusterChoice choice = k3s(here, remarks);
    if (choice instanceof ClusterChoice.None && here.assets().isPresent()) {
      choice = assets(here, controllerManager, remarks);
    }
    return choice instanceof ClusterChoice.None ? built(here, remarks) : choice;
  }

  private static ClusterChoice given(Environment here, List<String> remarks) {
    var path = here.kubeconfig().or(here::plainKubeconfig);
    if (path.isPresent()) {
      return new ClusterChoice.Given(path.get());
    }
    remarks.add("LABELOPS_TEST_CLUSTER=kubeconfig needs LABELOPS_TEST_KUBECONFIG or KUBECONFIG.");
    return new ClusterChoice.None();
  }

  private static ClusterChoice k3s(Environment here, List<String> remarks) {
    return switch (here.docker().get()) {
      case DockerAnswer.Usable usable -> new ClusterChoice.K3s(K3sCluster.IMAGE);
      case DockerAnswer.Unusable(String reason) -> {
        remarks.add("k3s in Docker: skipped, " + reason + ".");
        yield new ClusterChoice.None();
      }
    };
  }

  private static ClusterChoice assets(
      Environment here, boolean controllerManager, List<String> remarks) {
    if (here.assets().isEmpty()) {
      remarks.add("LABELOPS_TEST_CLUSTER=assets needs KUBEBUILDER_ASSETS.");
      return new ClusterChoice.None();
    }
    Path folder = here.assets().get();
    if (controllerManager && !here.assetsHaveControllerManager()) {
      remarks.add(
          "KUBEBUILDER_ASSETS=%s: skipped, it has no kube-controller-manager, which is required."
              .formatted(folder));
      return new ClusterChoice.None();
    }
    return new ClusterChoice.Assets(folder);
  }

  private static ClusterChoice built(Environment here, List<String> remarks) {
    if (here.built() || here.go()) {
      return new ClusterChoice.Built();
    }
    remarks.add(WHAT_TO_INSTALL);
    return new ClusterChoice.None();
  }
}
