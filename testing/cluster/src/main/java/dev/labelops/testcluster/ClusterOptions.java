package dev.labelops.testcluster;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a test asks of its cluster.
 *
 * @param controllerManager whether kube-controller-manager must run: garbage collection, deletion
 *     of namespaces, default service accounts, Pods of Deployments, StatefulSets and Jobs (which no
 *     node runs). The other kinds of cluster always have it.
 * @param logs folder for the logs of the cluster's processes and for the audit log; made when
 *     missing
 */
public record ClusterOptions(boolean controllerManager, Path logs) {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /**
   * API server alone, logs under {@code target/logs} of the module under test, or in a temporary
   * folder where there is no {@code target}.
   */
  public static ClusterOptions defaults() {
    Path target = Path.of("target");
    Path parent =
        Files.isDirectory(target)
            ? target.resolve("logs")
            : Path.of(System.getProperty("java.io.tmpdir"), "labelops-logs");
    String name = "cluster-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    return new ClusterOptions(false, parent.resolve(name).toAbsolutePath());
  }

  public ClusterOptions withControllerManager() {
    return new ClusterOptions(true, logs);
  }

  public ClusterOptions withLogs(Path folder) {
    return new ClusterOptions(controllerManager, folder.toAbsolutePath());
  }
}
