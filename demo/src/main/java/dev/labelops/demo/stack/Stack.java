package dev.labelops.demo.stack;

import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Cluster, engine and operator, each in processes of its own, as a user would run them: the
 * operator signs in as its service account with the roles of {@code config/rbac}.
 */
public final class Stack implements AutoCloseable {
  public static final String ACCESS_KEY_ID = "test";
  public static final String SECRET_ACCESS_KEY = "test";
  public static final String ACCOUNT = "000000000000";
  public static final String REGION = "eu-west-1";

  private static final String OPERATOR_NAMESPACE = "labelops-system";
  private static final String OPERATOR_ACCOUNT = "labelops-operator";
  private static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private final Artifacts artifacts;
  private final Path folder;
  private final Deque<AutoCloseable> running = new ArrayDeque<>();
  private TestCluster cluster;
  private volatile boolean ending;
  private volatile Server engine;
  private volatile Server operator;
  private URI engineAddress;

  private Stack(Artifacts artifacts, Path folder) {
    this.artifacts = artifacts;
    this.folder = folder;
  }

  /**
   * Starts everything and returns when all of it is ready.
   *
   * @param folder for logs, data and kubeconfig files
   * @param enginePort 0 for any free one
   * @param news receives a line for each program that has started
   * @throws DemoException when the port is taken or something does not start, with the end of its
   *     log
   */
  public static Stack start(Artifacts artifacts, Path folder, int enginePort, Consumer<String> news)
      throws InterruptedException {
    if (enginePort != 0) {
      Server.requireFree(enginePort);
    }
    Stack stack = new Stack(artifacts, folder);
    try {
      Files.createDirectories(stack.logs());
      int port = enginePort == 0 ? Server.freePort() : enginePort;
      stack.engineAddress = URI.create("http://127.0.0.1:" + port);
      CompletableFuture<TestCluster> starting = CompletableFuture.supplyAsync(stack::startCluster);
      stack.startEngine();
      news.accept("engine ready at " + stack.engineAddress);
      stack.cluster = starting.join();
      news.accept("Kubernetes ready: " + stack.cluster.description());
      stack.prepareCluster();
      stack.startOperator();
      news.accept("operator ready, with the ServiceAccount and roles of config/rbac");
      return stack;
    } catch (IOException e) {
      stack.close();
      throw new DemoException("cannot prepare " + folder + ": " + e.getMessage(), e);
    } catch (RuntimeException | InterruptedException e) {
      stack.close();
      throw e;
    }
  }

  private Server startEngine() throws InterruptedException {
    engine =
        ready(
            Server.start(
                "engine",
                logs().resolve("engine.log"),
                Map.of(),
                java(
                    artifacts.engineJar(),
                    "--host=127.0.0.1",
                    "--port=" + engineAddress.getPort(),
                    "--data=" + folder.resolve("engine-data"),
                    // Another start with the same images finds their features.
                    "--learning-cache=" + TestCluster.cache().resolve("features"))),
            engineAddress.resolve("/_labelops/health"));
    return engine;
  }

  /** Ends a server that does not become ready. */
  private Server ready(Server started, URI health) throws InterruptedException {
    run(started);
    try {
      started.awaitReady(health);
      return started;
    } catch (DemoException | InterruptedException e) {
      forget(started);
      throw e;
    }
  }

  private TestCluster startCluster() {
    return run(TestCluster.start(ClusterOptions.defaults().withLogs(logs().resolve("cluster"))));
  }

  private void prepareCluster() throws IOException {
    cluster.kubeconfig(kubeconfig());
    cluster.applyCrds(artifacts.crds());
    for (Path file : artifacts.operatorAccess()) {
      apply(cluster.adminClient(), file);
    }
  }

  private Server startOperator() throws InterruptedException, IOException {
    Path kubeconfig = folder.resolve("operator.kubeconfig");
    Files.writeString(kubeconfig, cluster.kubeconfigFor(OPERATOR_NAMESPACE, OPERATOR_ACCOUNT));
    int port = Server.freePort();
    Map<String, String> environment = new LinkedHashMap<>(aws());
    environment.put("KUBECONFIG", kubeconfig.toString());
    environment.put("LABELOPS_TENANCY_ALLOW_ALL", "true");
    environment.put("LABELOPS_FEED_SHORTEST_INTERVAL", "PT1S");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    operator =
        ready(
            Server.start(
                "operator",
                logs().resolve("operator.log"),
                environment,
                java(artifacts.operatorJar())),
            URI.create("http://127.0.0.1:" + port + "/health/ready"));
    return operator;
  }

  /**
   * Starts engine and operator again whenever they end. Returns when the stack is closed.
   *
   * @param news receives a line when a program ends, and when it is ready again
   */
  public void keepRunning(Consumer<String> news) throws InterruptedException {
    Restarts restarts = new Restarts(() -> ending, news);
    CompletableFuture<Void> ofEngine =
        CompletableFuture.runAsync(
            () -> {
              try {
                restarts.keep(
                    engine,
                    ended -> {
                      forget(ended);
                      return startEngine();
                    });
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            Thread::startVirtualThread);
    restarts.keep(
        operator,
        ended -> {
          forget(ended);
          return startOperator();
        });
    ofEngine.join();
  }

  private static void apply(KubernetesClient client, Path file) throws IOException {
    try (InputStream yaml = Files.newInputStream(file)) {
      client.load(yaml).serverSideApply();
    }
  }

  private static List<String> java(Path jar, String... arguments) {
    Deque<String> command = new ArrayDeque<>(QUICK_START);
    command.addFirst(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-jar");
    command.add(jar.toString());
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }

  /** From here on it ends with the stack. */
  private synchronized <T extends AutoCloseable> T run(T part) {
    if (ending) {
      end(part);
      throw new DemoException("the stack is stopping");
    }
    running.push(part);
    return part;
  }

  private synchronized void forget(AutoCloseable part) {
    running.remove(part);
    end(part);
  }

  private static void end(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println("did not stop cleanly: " + e);
    }
  }

  /** What an AWS client needs to talk to the engine, as environment variables. */
  public Map<String, String> aws() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("AWS_ENDPOINT_URL", engineAddress.toString());
    environment.put("AWS_REGION", REGION);
    environment.put("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID);
    environment.put("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY);
    return environment;
  }

  /** The administrator's kubeconfig. */
  public Path kubeconfig() {
    return folder.resolve("kubeconfig");
  }

  public KubernetesClient kubernetes() {
    return cluster.adminClient();
  }

  public URI engineAddress() {
    return engineAddress;
  }

  public Path engineLog() {
    return engine.log();
  }

  public Path logs() {
    return folder.resolve("logs");
  }

  /** The name of a server that has ended although nobody asked it to, with the end of its log. */
  public void requireAlive() {
    for (Server server : List.of(engine, operator)) {
      if (!server.isAlive()) {
        throw new DemoException(
            "the %s has exited:\n%s".formatted(server.name(), server.logTail()));
      }
    }
  }

  /** The ends of the logs, for a report of what went wrong. */
  public String logTails() {
    return operator.logTail() + "\n" + engine.logTail();
  }

  /** Ends everything, last started first. */
  @Override
  public synchronized void close() {
    ending = true;
    while (!running.isEmpty()) {
      end(running.pop());
    }
  }
}
