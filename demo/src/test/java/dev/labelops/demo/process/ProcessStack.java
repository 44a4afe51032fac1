package dev.labelops.demo.process;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Stack;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sagemaker.SageMakerClient;

/**
 * Cluster and engine of one test class, and operators that come and go: the packaged programs as
 * they are shipped, the operator as its ServiceAccount with the roles of {@code config/rbac}.
 */
final class ProcessStack implements AutoCloseable {
  static final String OPERATOR_NAMESPACE = "labelops-system";
  static final String OPERATOR_ACCOUNT = "labelops-operator";

  private final Artifacts artifacts = new Artifacts(Path.of("..").toAbsolutePath().normalize());
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private final Path logs;
  private final Path folder;
  private final int enginePort = freePort();
  private TestCluster cluster;
  private ServerProcess engine;
  private SageMakerClient sageMaker;

  private ProcessStack(String name) throws IOException {
    this.logs = Path.of("target", "logs", name).toAbsolutePath();
    this.folder = Files.createTempDirectory("labelops-" + name);
    removeOldLogs();
    Files.createDirectories(logs);
  }

  /** Tests wait for what processes log, and must not find it in the log of an earlier run. */
  private void removeOldLogs() throws IOException {
    if (Files.exists(logs)) {
      try (var all = Files.walk(logs)) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  /**
   * Starts cluster and engine; skips the tests when the programs were not packaged.
   *
   * @param name of the folder under {@code target/logs}
   */
  static ProcessStack start(String name) throws IOException {
    ProcessStack stack = new ProcessStack(name);
    try {
      stack.launchEngine();
      stack.startCluster();
      stack.engine.awaitReady();
      return stack;
    } catch (IOException | RuntimeException | Error e) {
      stack.close();
      throw e;
    }
  }

  private void launchEngine() {
    engine =
        run(
            ServerProcess.start(
                "engine",
                engineAddress().resolve("/_labelops/health"),
                logs.resolve("engine.log"),
                Map.of(),
                artifacts.engineJar(),
                "--host=127.0.0.1",
                "--port=" + enginePort,
                "--data=" + folder.resolve("engine"),
                "--quirks"));
  }

  private void startCluster() throws IOException {
    cluster = run(TestCluster.start(ClusterOptions.defaults().withLogs(logs.resolve("cluster"))));
    cluster.applyCrds(artifacts.crds());
    for (Path file : artifacts.operatorAccess()) {
      try (InputStream yaml = Files.newInputStream(file)) {
        cluster.adminClient().load(yaml).serverSideApply();
      }
    }
  }

  /** Kills the engine (SIGKILL) and starts it again on the same data and port. */
  void killAndRestartEngine() {
    engine.kill();
    launchEngine();
    engine.awaitReady();
  }

  /**
   * Starts a replica of the operator, in the profile prod as shipped, and does not wait.
   *
   * @param identity its name in the lease
   */
  ServerProcess launchOperator(String identity) throws IOException {
    return launchOperator(identity, engineAddress(), Map.of());
  }

  /**
   * Starts a replica of the operator and does not wait.
   *
   * @param identity its name in the lease
   * @param aws where it reaches the services
   * @param settings environment variables of this replica
   */
  ServerProcess launchOperator(String identity, URI aws, Map<String, String> settings)
      throws IOException {
    Path kubeconfig = folder.resolve("operator.kubeconfig");
    Files.writeString(kubeconfig, cluster.kubeconfigFor(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT));
    int port = freePort();
    Map<String, String> environment = new HashMap<>();
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("AWS_ENDPOINT_URL", aws.toString());
    environment.put("AWS_REGION", Stack.REGION);
    environment.put("AWS_ACCESS_KEY_ID", Stack.ACCESS_KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", Stack.SECRET_ACCESS_KEY);
    environment.put("LABELOPS_IDENTITY", identity);
    environment.put("LABELOPS_TENANCY_ALLOW_ALL", "true");
    environment.put("LABELOPS_LOG_FORMAT", "json");
    environment.put("LABELOPS_FEED_SHORTEST_INTERVAL", "PT1S");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    environment.putAll(settings);
    return run(
        ServerProcess.start(
            identity,
            URI.create("http://127.0.0.1:" + port + "/health/ready"),
            logs.resolve(identity + ".log"),
            environment,
            artifacts.operatorJar()));
  }

  /** Replaces the engine's quirks; see docs of {@code PUT /_labelops/quirks}. */
  void quirks(String json) throws IOException, InterruptedException {
    String owner = Stack.ACCESS_KEY_ID + ":" + Stack.SECRET_ACCESS_KEY;
    HttpRequest put =
        HttpRequest.newBuilder(engineAddress().resolve("/_labelops/quirks"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(owner.getBytes(StandardCharsets.UTF_8)))
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(put, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError("quirks: HTTP " + answer.statusCode() + " " + answer.body());
      }
    }
  }

  TestCluster cluster() {
    return cluster;
  }

  KubernetesClient kubernetes() {
    return cluster.adminClient();
  }

  URI engineAddress() {
    return URI.create("http://127.0.0.1:" + enginePort);
  }

  /** A folder for files of the test. */
  Path folder() {
    return folder;
  }

  Artifacts artifacts() {
    return artifacts;
  }

  synchronized SageMakerClient sageMaker() {
    if (sageMaker == null) {
      sageMaker =
          run(
              SageMakerClient.builder()
                  .endpointOverride(engineAddress())
                  .region(Region.of(Stack.REGION))
                  .credentialsProvider(
                      StaticCredentialsProvider.create(
                          AwsBasicCredentials.create(Stack.ACCESS_KEY_ID, Stack.SECRET_ACCESS_KEY)))
                  .httpClient(UrlConnectionHttpClient.create())
                  .build());
    }
    return sageMaker;
  }

  private synchronized <T extends AutoCloseable> T run(T part) {
    running.push(part);
    return part;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new AssertionError("no free TCP port", e);
    }
  }

  /** Ends everything, last started first. */
  @Override
  public synchronized void close() {
    while (!running.isEmpty()) {
      try {
        running.pop().close();
      } catch (Exception e) {
        System.err.println("did not stop cleanly: " + e);
      }
    }
  }
}
