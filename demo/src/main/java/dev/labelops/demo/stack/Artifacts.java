package dev.labelops.demo.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs that the build created, and the files of the checkout that a cluster needs.
 *
 * @param root the checkout
 */
public record Artifacts(Path root) {
  /**
   * @throws DemoException when it was not built
   */
  public Path engineJar() {
    return only(root.resolve("engine/server/target"), "labelops-engine-*-all.jar");
  }

  /**
   * @throws DemoException when it was not built
   */
  public Path operatorJar() {
    return only(root.resolve("operator/target"), "labelops-operator-*-runner.jar");
  }

  /** Folder of the CustomResourceDefinitions. */
  public Path crds() {
    return root.resolve("crds");
  }

  /** Namespace, service account and roles, in the order of applying. */
  public List<Path> operatorAccess() {
    Path rbac = root.resolve("config/rbac");
    return List.of(
        root.resolve("config/manager/namespace.yaml"),
        rbac.resolve("service_account.yaml"),
        rbac.resolve("role.yaml"),
        rbac.resolve("role_binding.yaml"),
        rbac.resolve("leader_election_role.yaml"));
  }

  /** The sample that the demo applies. */
  public Path workshop() {
    return root.resolve("config/samples/workshop.yaml");
  }

  private static Path only(Path folder, String glob) {
    if (Files.isDirectory(folder)) {
      try (var found = Files.newDirectoryStream(folder, glob)) {
        for (Path file : found) {
          return file;
        }
      } catch (IOException e) {
        throw new DemoException("cannot read " + folder + ": " + e.getMessage(), e);
      }
    }
    throw new DemoException("%s/%s does not exist: run 'make build' first".formatted(folder, glob));
  }
}
