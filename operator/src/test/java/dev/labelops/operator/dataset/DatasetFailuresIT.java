package dev.labelops.operator.dataset;

import static dev.labelops.operator.dataset.DatasetStory.message;
import static dev.labelops.operator.dataset.DatasetStory.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.status.ConditionType;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What a data set says when AWS refuses or does not answer. */
class DatasetFailuresIT {
  private static DatasetStack stack;

  @BeforeAll
  static void start(@TempDir Path data) {
    stack = DatasetStack.start(data);
  }

  @AfterAll
  static void stop() {
    stack.close();
  }

  @Test
  void deniedNamesTheAction() {
    OperatorSettings.Aws aws = stack.settings().aws();
    OperatorSettings stranger =
        new OperatorSettings(
            stack.settings().installation(),
            stack.settings().namespace(),
            new OperatorSettings.Aws(
                aws.region(),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "wrong")),
                aws.endpoints(),
                aws.connectTimeout(),
                aws.answerTimeout(),
                aws.callTimeout(),
                aws.retryMode(),
                aws.lambdaAccounts()),
            stack.settings().feed(),
            stack.settings().tenancy(),
            stack.settings().invitationsPerDay());
    DatasetStory story = stack.story(stranger);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(stack.newBucket()));
      LabelingDataset denied = story.await("False AccessDenied");
      assertThat(says(denied, ConditionType.Reconciling)).isEqualTo("True AccessDenied");
      assertThat(message(denied, ConditionType.Ready)).contains("Grant s3:ListBucket");
      story.awaitEvents("Warning AccessDenied");
    }
  }

  private static void quirks(String json) throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(stack.engine().address().resolve("/_labelops/quirks"))
            .header("Authorization", "Basic " + key)
            .PUT(HttpRequest.BodyPublishers.ofString(json))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      assertThat(http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aReadyDataSetWhoseSourceCannotBeReadAnyMoreSaysSo() throws Exception {
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(stack.settings());
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      story.await("True Available");
      quirks(
          "{\"faults\": [{\"operation\": \"s3:ListObjectsV2\", \"kind\": \"FAIL\", \"times\": 0}]}");
      story.refresh("again");
      LabelingDataset silent =
          story.await(
              "Synced Unknown",
              dataset -> says(dataset, ConditionType.Synced).equals("Unknown Unreachable"));
      assertThat(message(silent, ConditionType.Synced))
          .contains("s3:ListBucket has failed since 20", "The status may be out of date");
      assertThat(says(silent, ConditionType.Ready)).as("as it was").isEqualTo("True Available");
      assertThat(silent.getStatus().refreshToken()).as("not served").isNull();
      Awaitility.await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(() -> assertThat(story.events()).contains("Warning Unreachable"));
    }
    LabelingDataset before = story.get();
    try (OperatorUnderTest restarted = story.operator()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(restarted.calls().calls())
                      .filteredOn(call -> call.endsWith("ListObjectsV2"))
                      .hasSizeGreaterThan(1));
      assertThat(story.get().getStatus()).as("said already").isEqualTo(before.getStatus());
      quirks("{}");
      story.annotate("test/poke", "now");
      LabelingDataset healed =
          story.await(
              "healed",
              dataset ->
                  says(dataset, ConditionType.Synced).equals("absent")
                      && "again".equals(dataset.getStatus().refreshToken()));
      assertThat(says(healed, ConditionType.Ready)).isEqualTo("True Available");
      assertThat(story.events()).filteredOn("Warning Unreachable"::equals).hasSize(1);
    } finally {
      quirks("{}");
    }
  }

  @Test
  void anUnreachableServiceIsSaidAndTriedAgain() {
    OperatorSettings nobody =
        TestSettings.of(URI.create("http://127.0.0.1:1"), DatasetStack.REGION);
    String bucket = stack.newBucket();
    stack.put(bucket, "images/a.jpg", "a");
    DatasetStory story = stack.story(nobody);
    try (OperatorUnderTest operator = story.operator()) {
      story.apply(DatasetStack.listing(bucket));
      assertThat(says(story.await("False Unreachable"), ConditionType.Reconciling))
          .isEqualTo("True Unreachable");
    }
    try (OperatorUnderTest operator =
        new DatasetStory(story.kubernetes(), story.namespace(), stack.settings()).operator()) {
      story.await("True Available");
    }
  }
}
