package dev.labelops.testcluster;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** etcd, kube-apiserver and perhaps kube-controller-manager as child processes on loopback. */
final class ProcessCluster implements ControlPlane {

  private static final Path RAM_DISK = Path.of("/dev/shm");
  private static final long RAM_DISK_NEEDS_BYTES = 512L << 20;
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final int ATTEMPTS = 3;
  private static final Duration POLL_EVERY = Duration.ofMillis(100);

  private final KubeBinaries binaries;
  private final ClusterOptions options;
  private final Path folder;
  private final List<TiedProcess> processes = new ArrayList<>();
  private String kubeconfig;

  private ProcessCluster(KubeBinaries binaries, ClusterOptions options) throws IOException {
    this.binaries = binaries;
    this.options = options;
    this.folder = newFolder();
    Files.createDirectories(options.logs());
  }

  /**
   * Starts the processes and waits until the API server is ready.
   *
   * @throws ClusterException with the ends of the logs when it does not become ready in time
   */
  static ProcessCluster start(KubeBinaries binaries, ClusterOptions options) {
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce(binaries, options);
      } catch (ClusterException e) {
        // Free ports are found by trying, and somebody else may have been quicker.
        if (attempt == ATTEMPTS || !e.getMessage().contains("address already in use")) {
          throw e;
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot set up a cluster's folder", e);
      }
    }
  }

  private static ProcessCluster startOnce(KubeBinaries binaries, ClusterOptions options)
      throws IOException {
    ProcessCluster cluster = new ProcessCluster(binaries, options);
    try {
      cluster.startProcesses();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startProcesses() throws IOException {
    Certificates certificates = new Certificates();
    Files.writeString(folder.resolve("ca.crt"), certificates.caPem());
    certificates.server().write(folder.resolve("server.crt"), folder.resolve("server.key"));
    Certificates.serviceAccountIssuer().write(folder.resolve("sa.pub"), folder.resolve("sa.key"));
    try (InputStream policy = ProcessCluster.class.getResourceAsStream("audit-policy.yaml")) {
      Files.copy(policy, folder.resolve("audit-policy.yaml"));
    }
    int etcdPort = freePort();
    int etcdPeerPort = freePort();
    int apiPort = freePort();
    String server = "https://127.0.0.1:" + apiPort;
    kubeconfig =
        Kubeconfig.withCertificate(
            server, certificates.caPem(), certificates.client("O=system:masters,CN=admin"));

    run("etcd", ControlPlaneFlags.etcd(binaries, folder, etcdPort, etcdPeerPort));
    run(
        "kube-apiserver",
        ControlPlaneFlags.apiServer(binaries, folder, etcdPort, apiPort, audit()));
    awaitReady(server);
    if (options.controllerManager()) {
      Path own = folder.resolve("controller-manager.kubeconfig");
      Files.writeString(
          own,
          Kubeconfig.withCertificate(
              server,
              certificates.caPem(),
              certificates.client("CN=system:kube-controller-manager")));
      run("kube-controller-manager", ControlPlaneFlags.controllerManager(binaries, folder, own));
    }
  }

  private void run(String name, List<String> command) {
    processes.add(TiedProcess.start(options.logs().resolve(name + ".log"), command));
  }

  private void awaitReady(String server) {
    Instant start = Instant.now();
    String seen = "nothing";
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(patient()).build()) {
      while (Duration.between(start, Instant.now()).compareTo(READY_WITHIN) < 0) {
        if (processes.stream().anyMatch(process -> !process.isAlive())) {
          throw new ClusterException("a process of the test cluster has ended.\n" + logTails());
        }
        try {
          seen = client.raw("/readyz");
          if ("ok".equals(seen)) {
            return;
          }
        } catch (KubernetesClientException e) {
          seen = e.getMessage();
        }
        Thread.sleep(POLL_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the API server started", e);
    }
    throw new ClusterException(
        "the API server at %s was not ready within %d s; /readyz last said: %s%n%s"
            .formatted(server, READY_WITHIN.toSeconds(), seen, logTails()));
  }

  private Config patient() {
    Config config = Config.fromKubeconfig(kubeconfig);
    config.setRequestRetryBackoffLimit(0);
    return config;
  }

  private String logTails() {
    StringBuilder tails = new StringBuilder();
    for (TiedProcess process : processes) {
      tails.append(process.log()).append(":\n").append(LogTail.of(process.log())).append('\n');
    }
    return tails.toString();
  }

  private Path audit() {
    return options.logs().resolve("audit.log");
  }

  private static Path newFolder() throws IOException {
    if (Files.isDirectory(RAM_DISK) && Files.isWritable(RAM_DISK)) {
      FileStore store = Files.getFileStore(RAM_DISK);
      if (store.getUsableSpace() >= RAM_DISK_NEEDS_BYTES) {
        return Files.createTempDirectory(RAM_DISK, "labelops-cluster-");
      }
    }
    return Files.createTempDirectory("labelops-cluster-");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public String description() {
    return "kube-apiserver and etcd of " + binaries.folder();
  }

  @Override
  public String adminKubeconfig() {
    return kubeconfig;
  }

  @Override
  public Optional<Path> auditLog() {
    return Optional.of(audit());
  }

  @Override
  public void close() {
    processes.reversed().forEach(TiedProcess::close);
    try {
      KubeBuild.deleteTree(folder);
    } catch (IOException e) {
      Progress.say("cannot remove " + folder + ": " + e.getMessage());
    }
  }
}
