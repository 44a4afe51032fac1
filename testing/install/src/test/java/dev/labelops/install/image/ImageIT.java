package dev.labelops.install.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Bucket;
import dev.labelops.demo.stack.Stack;
import dev.labelops.install.Project;
import dev.labelops.testcluster.ClusterOptions;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.ByteArrayInputStream;
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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Builds both images with a real Docker daemon and runs them as strictly as the chart does. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImageIT {
  private static final Path LOGS = Project.ROOT.resolve("testing/install/target/logs/image");
  private static final String VERSION = "it";
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  @TempDir static Path folder;
  private static DockerDaemon docker;

  /** Why this machine cannot build images; empty when it can. */
  private static String obstacle = "";

  @BeforeAll
  static void buildImages() throws IOException {
    try {
      Assumptions.assumeTrue(
          Runtime.version().feature() >= 25, "the images are built with JDK 25 or newer");
      docker = DockerDaemon.start(LOGS);
    } catch (TestAbortedException e) {
      obstacle = e.getMessage();
      return;
    }
    DockerDaemon.Result base =
        DockerDaemon.run(
            docker.environment(), "image/debian-base", System.getProperty("java.home"));
    assertThat(base.exit()).as("image/debian-base: %s", base.output()).isZero();
    build("engine");
    build("operator");
  }

  private static void build(String target) throws IOException {
    DockerDaemon.Result built =
        docker.docker(
            "build",
            "--network=none",
            "--target=" + target,
            "--tag=labelops-" + target + ":" + VERSION,
            "--build-arg=JARS=context",
            "--build-arg=BUILD_IMAGE=labelops-base:build",
            "--build-arg=RUNTIME_IMAGE=labelops-base:runtime",
            ".");
    Files.writeString(LOGS.resolve("build-" + target + ".log"), built.output());
    assertThat(built.exit())
        .as("docker build --target=%s: %s", target, tail(built.output()))
        .isZero();
  }

  /** Test by test: Surefire does not count a class that gives up as a whole. */
  @BeforeEach
  void skipWhereNoImageCanBeBuilt() {
    Assumptions.assumeTrue(obstacle.isEmpty(), obstacle);
  }

  @AfterAll
  static void endDaemon() {
    if (docker != null) {
      docker.close();
    }
  }

  @Test
  @Order(1)
  void imagesSayThatTheyRunUnprivileged() {
    for (String image : List.of("labelops-operator", "labelops-engine")) {
      assertThat(docker.must("inspect", "--format={{.Config.User}}", image + ":" + VERSION))
          .isEqualTo("65532:65532");
      System.out.printf(
          "[image] %s: %d MiB%n",
          image,
          Long.parseLong(docker.must("inspect", "--format={{.Size}}", image + ":" + VERSION))
              >> 20);
    }
  }

  @Test
  @Order(2)
  void operatorAndEngineWorkInContainers() throws Exception {
    int enginePort = freePort();
    URI engine = URI.create("http://127.0.0.1:" + enginePort);
    String engineId =
        run(
            "labelops-engine",
            List.of(),
            Map.of(
                "LABELOPS_ENGINE_HOST",
                "127.0.0.1",
                "LABELOPS_ENGINE_PORT",
                Integer.toString(enginePort)));
    try (TestCluster cluster =
        TestCluster.start(ClusterOptions.defaults().withLogs(LOGS.resolve("cluster")))) {
      Artifacts artifacts = new Artifacts(Project.ROOT);
      cluster.applyCrds(artifacts.crds());
      for (Path file : artifacts.operatorAccess()) {
        try (InputStream yaml = Files.newInputStream(file)) {
          cluster.adminClient().load(yaml).serverSideApply();
        }
      }
      awaitOk(engine.resolve("/_labelops/health"), engineId);

      Path kubeconfig = folder.resolve("kubeconfig");
      Files.writeString(kubeconfig, cluster.kubeconfigFor("labelops-system", "labelops-operator"));
      Files.setPosixFilePermissions(kubeconfig, PosixFilePermissions.fromString("rw-r--r--"));
      int port = freePort();
      String operatorId =
          run(
              "labelops-operator",
              List.of("--volume=" + kubeconfig + ":/etc/kubeconfig:ro"),
              Map.of(
                  "KUBECONFIG",
                  "/etc/kubeconfig",
                  "AWS_ENDPOINT_URL",
                  engine.toString(),
                  "AWS_REGION",
                  Stack.REGION,
                  "AWS_ACCESS_KEY_ID",
                  Stack.ACCESS_KEY_ID,
                  "AWS_SECRET_ACCESS_KEY",
                  Stack.SECRET_ACCESS_KEY,
                  "LABELOPS_TENANCY_ALLOW_ALL",
                  "true",
                  "QUARKUS_HTTP_HOST",
                  "127.0.0.1",
                  "QUARKUS_HTTP_PORT",
                  Integer.toString(port)));
      awaitOk(URI.create("http://127.0.0.1:" + port + "/health/ready"), operatorId);
      assertUnprivileged(engineId);
      assertUnprivileged(operatorId);
      makeDataset(cluster, engine, operatorId);

      docker.must("stop", "--time=30", operatorId);
      assertThat(docker.must("inspect", "--format={{.State.ExitCode}}", operatorId))
          .as("exit status after SIGTERM")
          .isEqualTo("143");
    }
  }

  /** The libraries are in the image, and what they need; the volume of the data takes them. */
  @Test
  @Order(3)
  void learningRunsInTheEnginesContainer() {
    String said =
        docker.must(
            "run",
            "--rm",
            "--network=none",
            "--read-only",
            "--user=65532:65532",
            "--cap-drop=ALL",
            "--tmpfs=/tmp:exec",
            "labelops-engine:" + VERSION,
            "learn",
            "--check");
    assertThat(said).contains("SIFT: ");
    assertThat(said).as("ONNX Runtime reports nothing to anybody").doesNotContain("telemetry");
  }

  /** AOTMode=on: a JVM whose cache does not fit does not start. */
  private static String run(String image, List<String> options, Map<String, String> environment) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "run",
                "--detach",
                "--network=host",
                "--read-only",
                "--user=65532:65532",
                "--cap-drop=ALL",
                "--security-opt=no-new-privileges",
                "--tmpfs=/tmp",
                "--env=JAVA_TOOL_OPTIONS=-XX:AOTMode=on"));
    command.addAll(options);
    environment.forEach((name, value) -> command.add("--env=" + name + "=" + value));
    command.add(image + ":" + VERSION);
    return docker.must(command.toArray(String[]::new));
  }

  private static void assertUnprivileged(String container) throws IOException {
    String pid = docker.must("inspect", "--format={{.State.Pid}}", container);
    String status = Files.readString(Path.of("/proc", pid, "status"));
    assertThat(status).containsPattern("Uid:\\s+65532\\s+65532\\s+65532\\s+65532");
    assertThat(status).contains("CapEff:\t0000000000000000");
    assertThat(docker.docker("exec", container, "touch", "/opt/labelops/x").output())
        .contains("Read-only file system");
  }

  private static void makeDataset(TestCluster cluster, URI engine, String operatorId)
      throws IOException {
    Path manifest =
        Files.writeString(folder.resolve("texts.manifest"), "{\"source\":\"It came late.\"}\n");
    try (Bucket bucket = new Bucket(engine, "texts")) {
      bucket.upload(List.of(manifest), "in/");
    }
    String namespace = cluster.createNamespace("image");
    String yaml =
        """
        apiVersion: labelops.dev/v1alpha1
        kind: LabelingDataset
        metadata: {name: texts}
        spec:
          bucket: {name: texts}
          mediaType: Text
          source: {manifest: {uri: "s3://texts/in/texts.manifest"}}
        """;
    cluster
        .adminClient()
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
    var dataset =
        cluster
            .adminClient()
            .genericKubernetesResources("labelops.dev/v1alpha1", "LabelingDataset")
            .inNamespace(namespace)
            .withName("texts");
    try {
      GenericKubernetesResource ready =
          dataset.waitUntilCondition(
              seen -> seen != null && Integer.valueOf(1).equals(seen.get("status", "objectCount")),
              60,
              TimeUnit.SECONDS);
      assertThat(ready.<String>get("status", "manifestUri")).startsWith("s3://texts/");
    } catch (RuntimeException e) {
      throw new AssertionError(
          "the data set was not read: %s%n%s".formatted(dataset.get(), logs(operatorId)), e);
    }
  }

  private static void awaitOk(URI address, String container) {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(5)).build();
      await(address + " answers 200")
          .atMost(READY_WITHIN)
          .pollInterval(Duration.ofMillis(100))
          .failFast(
              () -> {
                if (!"true"
                    .equals(docker.must("inspect", "--format={{.State.Running}}", container))) {
                  throw new AssertionError("the container has ended: " + logs(container));
                }
              })
          .ignoreExceptionsInstanceOf(IOException.class)
          .until(
              () -> http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200);
    } catch (RuntimeException e) {
      throw new AssertionError(logs(container), e);
    }
  }

  private static String logs(String container) {
    return tail(docker.docker("logs", container).output());
  }

  private static String tail(String text) {
    return text.substring(Math.max(0, text.length() - 6000));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
