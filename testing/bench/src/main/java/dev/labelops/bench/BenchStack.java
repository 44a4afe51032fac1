package dev.labelops.bench;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Stack;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TestCluster;
import dev.labelops.testcluster.TiedProcess;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An API server with its audit log, an engine that can be slow, and one operator at a time, each in
 * a process of its own; the operator as its service account with the roles of {@code config/rbac}.
 */
final class BenchStack implements AutoCloseable {
  static final String OPERATOR_USER = "system:serviceaccount:labelops-system:labelops-operator";

  private static final Duration ENGINE_WITHIN = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final Artifacts artifacts;
  private final OperatorProgram program;
  private final Path folder;
  private final Path engineData;
  private final URI engineAddress = URI.create("http://127.0.0.1:" + freePort());
  private TiedProcess engine;
  private TestCluster cluster;
  private OperatorProcess operator;

  private BenchStack(Artifacts artifacts, OperatorProgram program, Path folder, Path engineData) {
    this.engineData = engineData;
    this.artifacts = artifacts;
    this.program = program;
    this.folder = folder;
  }

  /**
   * Starts cluster and engine.
   *
   * @param program the operator
   * @param folder for logs, made when missing
   */
  static BenchStack start(Artifacts artifacts, OperatorProgram program, Path folder) {
    BenchStack stack;
    try {
      Files.createDirectories(folder);
      Path engineData = Files.createTempDirectory("labelops-bench-engine");
      stack = new BenchStack(artifacts, program, folder, engineData);
    } catch (IOException e) {
      throw new BenchException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
    try {
      stack.startEngine();
      stack.startCluster();
      return stack;
    } catch (IOException e) {
      stack.close();
      throw new BenchException("cannot prepare " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  private void startEngine() {
    Path log = folder.resolve("engine.log");
    engine =
        TiedProcess.start(
            log,
            Map.of(),
            java(
                List.of("-XX:+UseSerialGC"),
                artifacts.engineJar(),
                "--host=127.0.0.1",
                "--port=" + engineAddress.getPort(),
                "--data=" + engineData,
                "--quirks"));
    Wait.until(
        "the engine is ready",
        ENGINE_WITHIN,
        Duration.ofMillis(100),
        () -> LogTail.of(log),
        () -> ask("GET", "/_labelops/health", "").statusCode() == 200);
  }

  private void startCluster() throws IOException {
    cluster = TestCluster.start(ClusterOptions.defaults().withLogs(folder.resolve("cluster")));
    if (!cluster.hasAuditLog()) {
      throw new BenchException(
          cluster.description() + " shows no audit log: run the bench without KUBECONFIG");
    }
    cluster.applyCrds(artifacts.crds());
    for (Path file : artifacts.operatorAccess()) {
      try (InputStream yaml = Files.newInputStream(file)) {
        cluster.adminClient().load(yaml).serverSideApply();
      }
    }
  }

  /**
   * Ends the operator that runs, starts another and waits until it is ready.
   *
   * @param callsPerMinute its budget of SageMaker calls
   */
  OperatorProcess restartOperator(int callsPerMinute) {
    closeOperator();
    try {
      Path kubeconfig = folder.resolve("operator.kubeconfig");
      Files.writeString(kubeconfig, cluster.kubeconfigFor("labelops-system", "labelops-operator"));
      int port = freePort();
      Map<String, String> environment = new HashMap<>();
      environment.put("KUBECONFIG", kubeconfig.toString());
      environment.put("MALLOC_ARENA_MAX", "2"); // as in the image
      environment.put("AWS_ENDPOINT_URL", engineAddress.toString());
      environment.put("AWS_REGION", Stack.REGION);
      environment.put("AWS_ACCESS_KEY_ID", Stack.ACCESS_KEY_ID);
      environment.put("AWS_SECRET_ACCESS_KEY", Stack.SECRET_ACCESS_KEY);
      environment.put("LABELOPS_TENANCY_ALLOW_ALL", "true");
      environment.put("LABELOPS_FEED_CALLS_PER_MINUTE", Integer.toString(callsPerMinute));
      environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
      environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
      long started = System.nanoTime();
      operator =
          new OperatorProcess(
              TiedProcess.start(folder.resolve("operator.log"), environment, program.command()),
              URI.create("http://127.0.0.1:" + port));
      return operator.awaitReady(started);
    } catch (IOException e) {
      throw new BenchException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }

  /** Every answer of an AWS call takes so much longer from now on. */
  void latency(Duration latency) {
    String faults =
        latency.isZero()
            ? ""
            : "{\"operation\": \"*\", \"kind\": \"SLOW\", \"times\": 0, \"delay\": \"%s\"}"
                .formatted(latency);
    HttpResponse<String> answer = ask("PUT", "/_labelops/quirks", "{\"faults\": [" + faults + "]}");
    if (answer.statusCode() != 200) {
      throw new BenchException(
          "the engine refused the latency: %d %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  private HttpResponse<String> ask(String method, String path, String body) {
    String owner = Stack.ACCESS_KEY_ID + ":" + Stack.SECRET_ACCESS_KEY;
    byte[] pair = owner.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(engineAddress.resolve(path))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Wait.NotYet("the engine does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  private static List<String> java(List<String> options, Path jar, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BenchException("no free TCP port: " + e.getMessage(), e);
    }
  }

  KubernetesClient kubernetes() {
    return cluster.adminClient();
  }

  TestCluster cluster() {
    return cluster;
  }

  URI engineAddress() {
    return engineAddress;
  }

  /** What the operator asks the API server from now on. */
  AuditTrail audit() {
    AuditTrail trail = new AuditTrail(cluster.logs().resolve("audit.log"), OPERATOR_USER);
    trail.next();
    return trail;
  }

  private void closeOperator() {
    if (operator != null) {
      operator.close();
      operator = null;
    }
  }

  /** Ends everything, last started first. */
  @Override
  public void close() {
    closeOperator();
    if (cluster != null) {
      cluster.close();
    }
    if (engine != null) {
      engine.terminate(GRACE);
    }
    FileTree.delete(engineData);
  }
}
