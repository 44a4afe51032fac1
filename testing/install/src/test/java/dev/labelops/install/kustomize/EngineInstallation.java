package dev.labelops.install.kustomize;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Kubectl;
import dev.labelops.demo.stack.Server;
import dev.labelops.install.Project;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code config/overlays/engine}, applied to a cluster without nodes: for each Pod that is
 * admitted, the packaged program runs as a process here, with the environment of the Pod's
 * container. What only a node has is put in its place: addresses, folders, the ServiceAccount's
 * token.
 */
final class EngineInstallation implements AutoCloseable {
  static final String SECRET_ACCESS_KEY = "only-for-this-test";
  private static final List<String> JAVA =
      List.of(
          Path.of(System.getProperty("java.home"), "bin", "java").toString(),
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-jar");

  private final Artifacts artifacts = new Artifacts(Project.ROOT);
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Path folder;
  private final Path logs;
  private TestCluster cluster;
  private Map<String, String> engineEnvironment;
  private Map<String, String> operatorEnvironment;

  private EngineInstallation(String name) throws IOException {
    this.folder = Files.createTempDirectory("labelops-" + name).toRealPath();
    this.logs = Path.of("target", "logs", name).toAbsolutePath();
    Files.createDirectories(logs);
  }

  /**
   * Applies the kustomization and starts what it asks for; skips the tests when the programs were
   * not packaged.
   *
   * @param kustomization built on {@code CONFIG/overlays/engine}
   */
  static EngineInstallation start(String name, String kustomization)
      throws IOException, InterruptedException {
    EngineInstallation installation = new EngineInstallation(name);
    try {
      installation.install(kustomization);
      installation.startEngine();
      installation.startOperator();
      return installation;
    } catch (IOException | InterruptedException | RuntimeException | Error e) {
      installation.close();
      throw e;
    }
  }

  private void install(String kustomization) throws IOException, InterruptedException {
    cluster =
        run(
            TestCluster.start(
                ClusterOptions.defaults()
                    .withControllerManager()
                    .withLogs(logs.resolve("cluster"))));
    cluster.kubeconfig(kubeconfig());
    Path own = Files.createDirectory(folder.resolve("overlay"));
    Overlay.own(own, Project.ROOT.resolve("config"), kustomization).apply(kubeconfig());
    Kubectl kubectl = kubectl();
    kubectl.run("wait", "--for=condition=Established", "crd", "--all", "--timeout=30s");
    kubectl.run(
        "--namespace=" + Overlay.NAMESPACE,
        "create",
        "secret",
        "generic",
        "labelops-engine-key",
        "--from-literal=AWS_ACCESS_KEY_ID=labelops",
        "--from-literal=AWS_SECRET_ACCESS_KEY=" + SECRET_ACCESS_KEY);
  }

  private void startEngine() throws InterruptedException {
    Pod pod = Overlay.awaitPods(kubernetes(), "labelops-engine", 1).getFirst();
    int port = Server.freePort();
    engineEnvironment = new HashMap<>(ContainerEnvironment.of(kubernetes(), pod));
    engineEnvironment.put("LABELOPS_ENGINE_HOST", "127.0.0.1");
    engineEnvironment.put("LABELOPS_ENGINE_PORT", Integer.toString(port));
    engineEnvironment.put("LABELOPS_ENGINE_PUBLIC_URL", "http://127.0.0.1:" + port);
    engineEnvironment.put("LABELOPS_ENGINE_DATA", folder.resolve("data").toString());
    start("engine", engineEnvironment, artifacts.engineJar())
        .awaitReady(engineAddress().resolve("/_labelops/health"));
  }

  private void startOperator() throws IOException, InterruptedException {
    Pod pod = Overlay.awaitPods(kubernetes(), "labelops-operator", 2).getFirst();
    operatorEnvironment = ContainerEnvironment.of(kubernetes(), pod);
    Path kubeconfig = folder.resolve("operator.kubeconfig");
    Files.writeString(
        kubeconfig,
        cluster.kubeconfigFor(
            pod.getMetadata().getNamespace(), pod.getSpec().getServiceAccountName()));
    int port = Server.freePort();
    Map<String, String> environment = new HashMap<>(operatorEnvironment);
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("AWS_ENDPOINT_URL", engineAddress().toString());
    environment.put("QUARKUS_CONFIG_LOCATIONS", settings(pod).toString());
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.put("LABELOPS_FEED_SHORTEST_INTERVAL", "PT1S");
    start("operator", environment, artifacts.operatorJar())
        .awaitReady(URI.create("http://127.0.0.1:" + port + "/health/ready"));
  }

  /** The mounted settings, written down as the kubelet does. */
  private Path settings(Pod pod) throws IOException {
    String configMap =
        pod.getSpec().getVolumes().stream()
            .filter(volume -> volume.getName().equals("settings"))
            .findFirst()
            .orElseThrow()
            .getConfigMap()
            .getName();
    Map<String, String> files =
        kubernetes()
            .configMaps()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(configMap)
            .require()
            .getData();
    String mounted = operatorEnvironment.get("QUARKUS_CONFIG_LOCATIONS");
    String name = Path.of(mounted).getFileName().toString();
    return Files.writeString(folder.resolve(name), files.get(name));
  }

  private Server start(String name, Map<String, String> environment, Path jar) {
    List<String> command = new ArrayList<>(JAVA);
    command.add(jar.toString());
    return run(Server.start(name, logs.resolve(name + ".log"), environment, command));
  }

  private <T extends AutoCloseable> T run(T part) {
    running.push(part);
    return part;
  }

  /** What the operator's container is given, before anything was put in its place. */
  Map<String, String> operatorEnvironment() {
    return operatorEnvironment;
  }

  KubernetesClient kubernetes() {
    return cluster.adminClient();
  }

  Kubectl kubectl() {
    return new Kubectl(kubeconfig());
  }

  private Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  URI engineAddress() {
    return URI.create("http://127.0.0.1:" + engineEnvironment.get("LABELOPS_ENGINE_PORT"));
  }

  String accessKeyId() {
    return engineEnvironment.get("AWS_ACCESS_KEY_ID");
  }

  /** A folder for files of the test. */
  Path folder() {
    return folder;
  }

  /** Ends everything, last started first. */
  @Override
  public void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        System.err.println("did not stop cleanly: " + e);
      }
    }
  }
}
