package dev.labelops.install.chart;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** One text to be labeled, as users apply it. The job names no role: the chart's values do. */
record TextJob(KubernetesClient client) {
  static final String BUCKET = "team-a-texts";

  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String DATASET =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: texts}
      spec:
        bucket: {name: team-a-texts}
        mediaType: Text
        source: {manifest: {uri: "s3://team-a-texts/in/texts.manifest"}}
      """;

  private static final String PEOPLE_AND_JOB =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: people}
      spec:
        identity:
          managedCognito: {organization: Example Brands, contactEmail: ml@example.com}
        teams:
        - name: readers
          members: [{email: ann@example.com}]
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingJob
      metadata: {name: moods}
      spec:
        workforceRef: {name: people, team: readers}
        datasetRef: {name: texts}
        task:
          type: TextMultiClass
          labels: [{name: calm}, {name: angry}]
        output: {uri: "s3://team-a-texts/out/"}
      """;

  /** Makes the bucket and uploads the text, as a user with the engine's key. */
  static void upload(URI engine, String accessKeyId, String secretAccessKey) {
    try (S3Client s3 =
        S3Client.builder()
            .endpointOverride(engine)
            .forcePathStyle(true)
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
            .httpClient(UrlConnectionHttpClient.create())
            .build()) {
      s3.createBucket(
          request ->
              request
                  .bucket(BUCKET)
                  .createBucketConfiguration(place -> place.locationConstraint("eu-west-1")));
      s3.putObject(
          request -> request.bucket(BUCKET).key("in/texts.manifest"),
          RequestBody.fromString("{\"source\":\"The parcel came late.\"}\n"));
    }
  }

  void applyDataset(String namespace) {
    apply(namespace, DATASET);
  }

  void applyPeopleAndJob(String namespace) {
    apply(namespace, PEOPLE_AND_JOB);
  }

  private void apply(String namespace, String yaml) {
    client
        .load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
  }

  JsonNode awaitDataset(String namespace, String what, Predicate<JsonNode> wished) {
    return awaitStatus("LabelingDataset", namespace, "texts", what, wished);
  }

  JsonNode awaitJob(String namespace, String what, Predicate<JsonNode> wished) {
    return awaitStatus("LabelingJob", namespace, "moods", what, wished);
  }

  JsonNode jobStatus(String namespace) {
    return status("LabelingJob", namespace, "moods");
  }

  static boolean isReady(JsonNode status) {
    for (JsonNode condition : status.path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private JsonNode status(String kind, String namespace, String name) {
    return JSON.valueToTree(
            client
                .genericKubernetesResources("labelops.dev/v1alpha1", kind)
                .inNamespace(namespace)
                .withName(name)
                .require())
        .path("status");
  }

  private JsonNode awaitStatus(
      String kind, String namespace, String name, String what, Predicate<JsonNode> wished) {
    AtomicReference<JsonNode> seen = new AtomicReference<>();
    try {
      await(what)
          .atMost(WITHIN)
          .until(
              () -> {
                seen.set(status(kind, namespace, name));
                return wished.test(seen.get());
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s %s/%s was not '%s' within %d s; its status at last: %s; logs are in target/logs/chart"
              .formatted(kind, namespace, name, what, WITHIN.toSeconds(), seen.get()),
          e);
    }
    return seen.get();
  }
}
