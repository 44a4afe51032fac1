package dev.labelops.image;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Makes the AOT caches of operator and engine (JEP 514) while an image is built: both run as they
 * are shipped, the operator brings one of each resource to work, and each JVM writes its cache as
 * it ends. Only the Kubernetes API is a stand-in, in memory.
 */
public final class Training {
  private static final Duration WORKING_WITHIN = Duration.ofSeconds(60);
  private static final String REGION = "eu-west-1";
  private static final String ACCESS_KEY_ID = "training";
  private static final String SECRET_ACCESS_KEY = "training-secret";

  private Training() {}

  /**
   * @param arguments the folder of the programs: {@code operator.jar}, {@code operator.flags},
   *     {@code engine.jar}, {@code engine.flags}; {@code operator.aot} and {@code engine.aot} are
   *     written beside them
   * @throws IllegalStateException when a program fails, with the end of its log
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 1) {
      System.err.println("usage: java -jar labelops-image-training-all.jar FOLDER-OF-PROGRAMS");
      System.exit(2);
    }
    train(Path.of(arguments[0]).toAbsolutePath());
  }

  private static void train(Path programs) throws IOException, InterruptedException {
    Path scratch = Files.createTempDirectory("labelops-training");
    try (InMemoryCluster cluster = InMemoryCluster.start();
        Trainee engine = engine(programs, scratch)) {
      engine.awaitReady();
      upload(engine.health().resolve("/"));
      try (Trainee operator = operator(programs, scratch, cluster, engine)) {
        operator.awaitReady();
        work(cluster.client(), operator);
        operator.end();
      }
      engine.end();
    }
  }

  private static Trainee engine(Path programs, Path scratch) throws IOException {
    int port = freePort();
    return Trainee.start(
        "engine",
        programs,
        scratch,
        URI.create("http://127.0.0.1:" + port + "/_labelops/health"),
        Map.of(),
        List.of(
            "--host=127.0.0.1",
            "--port=" + port,
            "--data=" + scratch.resolve("data"),
            "--key=%s:%s:000000000000".formatted(ACCESS_KEY_ID, SECRET_ACCESS_KEY)));
  }

  private static Trainee operator(
      Path programs, Path scratch, InMemoryCluster cluster, Trainee engine) throws IOException {
    int port = freePort();
    Map<String, String> environment =
        Map.of(
            "KUBECONFIG",
            cluster.kubeconfig(scratch).toString(),
            "AWS_ENDPOINT_URL",
            engine.health().resolve("/").toString(),
            "AWS_REGION",
            "eu-west-1",
            "AWS_ACCESS_KEY_ID",
            ACCESS_KEY_ID,
            "AWS_SECRET_ACCESS_KEY",
            SECRET_ACCESS_KEY,
            "LABELOPS_LOG_FORMAT",
            "json",
            "LABELOPS_FEED_SHORTEST_INTERVAL",
            "PT1S",
            "QUARKUS_HTTP_HOST",
            "127.0.0.1",
            "QUARKUS_HTTP_PORT",
            Integer.toString(port));
    return Trainee.start(
        "operator",
        programs,
        scratch,
        URI.create("http://127.0.0.1:" + port + "/health/ready"),
        environment,
        List.of());
  }

  private static void upload(URI engine) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(engine)
            .forcePathStyle(true)
            .region(Region.of(REGION))
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(ACCESS_KEY_ID, SECRET_ACCESS_KEY)))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      s3.createBucket(b -> b.bucket("training"));
      s3.putObject(
          put -> put.bucket("training").key("in/texts.manifest"),
          RequestBody.fromString("{\"source\":\"The parcel came two days late.\"}\n"));
    }
  }

  /** Applies the resources, and returns when the job is being worked on. */
  private static void work(KubernetesClient client, Trainee operator) throws IOException {
    try (InputStream yaml = Training.class.getResourceAsStream("training.yaml")) {
      client.load(yaml).items().forEach(item -> client.resource(item).create());
    }
    await(client, "LabelingDataset", Training::isReady, operator);
    await(client, "LabelingJob", Training::isReady, operator);
    operator.requestMetrics();
  }

  private static void await(
      KubernetesClient client,
      String kind,
      Predicate<GenericKubernetesResource> wished,
      Trainee operator) {
    var resource =
        client
            .genericKubernetesResources("labelops.dev/v1alpha1", kind)
            .inNamespace(InMemoryCluster.NAMESPACE)
            .withName("training");
    try {
      resource.waitUntilCondition(
          seen -> seen != null && wished.test(seen),
          WORKING_WITHIN.toMillis(),
          TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the training's %s was not ready within %d s: %s%n%s"
              .formatted(kind, WORKING_WITHIN.toSeconds(), resource.get(), operator.log()),
          e);
    }
  }

  private static boolean isReady(GenericKubernetesResource seen) {
    List<Map<String, Object>> conditions = seen.get("status", "conditions");
    return conditions != null
        && conditions.stream()
            .anyMatch(c -> "Ready".equals(c.get("type")) && "True".equals(c.get("status")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
