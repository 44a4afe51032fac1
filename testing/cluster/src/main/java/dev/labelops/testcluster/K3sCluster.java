package dev.labelops.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/** k3s in a privileged container. */
final class K3sCluster implements ControlPlane {

  static final String IMAGE = "rancher/k3s:v1.34.4-k3s1";

  private static final String POLICY = "/etc/labelops-audit-policy.yaml";
  private static final String AUDIT_LOG = "/var/log/labelops-audit.log";

  private final K3sContainer container;
  private final Path logs;

  private K3sCluster(K3sContainer container, Path logs) {
    this.container = container;
    this.logs = logs;
  }

  /** Throws what Testcontainers throws, for example where privileged containers are refused. */
  @SuppressWarnings("resource") // closed with the cluster
  static K3sCluster start(String image, Path logs) {
    K3sContainer container = new K3sContainer(DockerImageName.parse(image));
    String[] given = container.getCommandParts();
    String[] command = Arrays.copyOf(given, given.length + 2);
    command[given.length] = "--kube-apiserver-arg=audit-policy-file=" + POLICY;
    command[given.length + 1] = "--kube-apiserver-arg=audit-log-path=" + AUDIT_LOG;
    container.withCopyToContainer(
        MountableFile.forClasspathResource("dev/labelops/testcluster/audit-policy.yaml"), POLICY);
    container.setCommand(command);
    try {
      container.start();
    } catch (RuntimeException e) {
      container.stop();
      throw e;
    }
    return new K3sCluster(container, logs);
  }

  @Override
  public String description() {
    return "k3s in Docker, " + container.getDockerImageName();
  }

  @Override
  public String adminKubeconfig() {
    return container.getKubeConfigYaml();
  }

  @Override
  public Optional<Path> auditLog() {
    Path copy = logs.resolve("audit.log");
    container.copyFileFromContainer(AUDIT_LOG, copy.toString());
    return Optional.of(copy);
  }

  @Override
  public void close() {
    try {
      Files.writeString(logs.resolve("k3s.log"), container.getLogs());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      container.stop();
    }
  }
}
