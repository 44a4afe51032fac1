package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.ResourceInUseException;
import software.amazon.awssdk.services.sagemaker.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** The quirks that concern labeling jobs; late files are in JobRunTest. */
class QuirksTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static String manifest;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder).withQuirks());
    fixture = LabelingFixture.open(engine, "eu-west-1");
    manifest = fixture.texts("quirks", 2);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @AfterEach
  void setBack() throws Exception {
    set("{}");
  }

  @Test
  void notFoundAsResourceNotFound() throws Exception {
    set("{\"jobNotFoundAsResourceNotFound\":true}");

    assertThatThrownBy(() -> fixture.describe("nowhere"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void aNewJobIsInUseButNotFound() throws Exception {
    set("{\"describeBlindFor\":\"PT1H\"}");
    fixture.start("blind", "TextMultiClass", manifest, wish -> {});

    assertThatThrownBy(() -> fixture.describe("blind")).isInstanceOf(SageMakerException.class);
    assertThat(
            fixture
                .sageMaker
                .listLabelingJobs(b -> b.nameContains("blind"))
                .labelingJobSummaryList())
        .isEmpty();
    assertThatThrownBy(() -> fixture.start("blind", "TextMultiClass", manifest, wish -> {}))
        .isInstanceOf(ResourceInUseException.class);
    set("{}");
    assertThat(fixture.describe("blind").labelingJobName()).isEqualTo("blind");
  }

  @Test
  void countersStayZeroAndTimesStandStill() throws Exception {
    set("{\"zeroCountersFor\":\"PT1H\",\"lastModifiedStandsStill\":true}");
    fixture.start("zero", "TextMultiClass", manifest, wish -> {});

    var job = fixture.awaitStatus("zero", LabelingJobStatus.IN_PROGRESS);

    assertThat(job.labelCounters().unlabeled()).isZero();
    assertThat(job.lastModifiedTime()).isEqualTo(job.creationTime());
    set("{}");
    await()
        .atMost(LabelingFixture.DEADLINE)
        .until(() -> fixture.describe("zero").labelCounters().unlabeled() == 2);
    assertThat(fixture.describe("zero").lastModifiedTime()).isAfter(job.creationTime());
  }

  private static void set(String quirks) throws IOException, InterruptedException {
    String owner = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(engine.address().resolve("/_labelops/quirks"))
                    .header("Authorization", "Basic " + owner)
                    .PUT(HttpRequest.BodyPublishers.ofString(quirks))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
