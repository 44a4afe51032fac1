package dev.labelops.testcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What the choice of a cluster depends on.
 *
 * @param kubeconfig {@code LABELOPS_TEST_KUBECONFIG}: a cluster given on purpose
 * @param plainKubeconfig {@code KUBECONFIG}, which may well point to production and is therefore
 *     not enough
 * @param wanted {@code LABELOPS_TEST_CLUSTER}: take this kind and no other
 * @param docker asked only when its turn comes, because the answer can take seconds
 * @param assets {@code KUBEBUILDER_ASSETS}
 * @param assetsHaveControllerManager setup-envtest ships none; other folders may
 * @param built whether the cache holds the binaries
 * @param go whether a Go toolchain is on the PATH
 */
record Environment(
    Optional<Path> kubeconfig,
    Optional<Path> plainKubeconfig,
    Optional<String> wanted,
    Supplier<DockerAnswer> docker,
    Optional<Path> assets,
    boolean assetsHaveControllerManager,
    boolean built,
    boolean go) {

  static Environment ofThisMachine(KubeBuild build) {
    Map<String, String> env = System.getenv();
    Optional<Path> assets = variable(env, "KUBEBUILDER_ASSETS").map(Path::of);
    return new Environment(
        variable(env, "LABELOPS_TEST_KUBECONFIG").map(Path::of),
        variable(env, "KUBECONFIG").map(Path::of),
        variable(env, "LABELOPS_TEST_CLUSTER"),
        () -> new DockerProbe(env).ask(K3sCluster.IMAGE),
        assets,
        assets.map(KubeBinaries::new).filter(KubeBinaries::hasControllerManager).isPresent(),
        build.isDone(),
        onPath(env, "go"));
  }

  Environment withDocker(DockerAnswer answer) {
    return new Environment(
        kubeconfig,
        plainKubeconfig,
        wanted,
        () -> answer,
        assets,
        assetsHaveControllerManager,
        built,
        go);
  }

  private static Optional<String> variable(Map<String, String> env, String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
  }

  private static boolean onPath(Map<String, String> env, String program) {
    for (String folder : env.getOrDefault("PATH", "").split(java.io.File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
