package dev.labelops.engine.labeling.types.textmulticlass;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.Tag;

/** The whole life of a text classification job with three workers for each object. */
class TextJobTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void threePeopleLabelFiveTexts() {
    List<Person> people = fixture.workers(3);
    fixture.start(
        "Mood-1",
        "TextMultiClass",
        fixture.texts("mood", 5),
        wish ->
            wish.human(h -> h.numberOfHumanWorkersPerDataObject(3))
                .with(r -> r.tags(Tag.builder().key("owner").value("ops").build())));
    assertThat(fixture.describe("mood-1").labelingJobStatus())
        .isEqualTo(LabelingJobStatus.INITIALIZING);

    fixture.awaitTask(people.getFirst(), "Mood-1");
    assertThat(fixture.describe("Mood-1").labelingJobStatus())
        .isEqualTo(LabelingJobStatus.IN_PROGRESS);
    var listed = people.get(1).jobs().body().path("jobs").get(0);
    assertThat(listed.path("jobName").asText()).isEqualTo("Mood-1");
    assertThat(listed.path("availableTasks").asInt()).isEqualTo(5);

    Map<String, String> truth = Map.of("text 0", "good", "text 3", "good");
    var ended =
        fixture.finish(
            "Mood-1",
            people,
            input ->
                LabelingFixture.textChoice(
                    truth.getOrDefault(input.path("taskObject").asText(), "bad")));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(5);
    assertThat(ended.labelCounters().totalLabeled()).isEqualTo(5);
    assertThat(ended.labelCounters().machineLabeled()).isZero();
    assertThat(ended.labelCounters().unlabeled()).isZero();
    assertThat(ended.tags()).extracting(Tag::key).containsExactly("owner");
    assertThat(ended.humanTaskConfig().maxConcurrentTaskCount()).isEqualTo(1000);
    assertThat(ended.humanTaskConfig().taskAvailabilityLifetimeInSeconds()).isEqualTo(2_592_000);
    assertThat(ended.outputConfig().kmsKeyId()).isEmpty();
    assertThat(ended.jobReferenceCode()).matches("000000000000[A-Za-z0-9]{16}");
    assertThat(ended.labelingJobOutput().outputDatasetS3Uri())
        .isEqualTo(fixture.uri("output/Mood-1/manifests/output/output.manifest"));

    List<JsonNode> lines = fixture.readLines("output/Mood-1/manifests/output/output.manifest");
    assertThat(lines).hasSize(5);
    for (JsonNode line : lines) {
      String expected = truth.getOrDefault(line.path("source").asText(), "bad");
      assertThat(line.path("kind").asInt()).isEqualTo(expected.equals("good") ? 0 : 1);
      JsonNode metadata = line.path("kind-metadata");
      assertThat(metadata.path("class-name").asText()).isEqualTo(expected);
      assertThat(metadata.path("confidence").asDouble()).isBetween(0.9, 1.0);
      assertThat(metadata.path("type").asText()).isEqualTo("groundtruth/text-classification");
      assertThat(metadata.path("job-name").asText()).isEqualTo("labeling-job/Mood-1");
      assertThat(metadata.path("human-annotated").asText()).isEqualTo("yes");
      assertThat(metadata.path("creation-date").asText())
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}");
    }
    assertTree();
  }

  private static void assertTree() {
    List<String> tree = fixture.tree("output/Mood-1/");
    String time = "\\d{4}-\\d\\d-\\d\\d_\\d\\d:\\d\\d:\\d\\d\\.json";
    assertThat(tree)
        .filteredOn(key -> key.matches("annotations/worker-response/iteration-1/\\d/" + time))
        .hasSize(5);
    assertThat(tree)
        .filteredOn(
            key ->
                key.matches(
                    "annotations/consolidated-annotation/consolidation-(request|response)"
                        + "/iteration-1/"
                        + time))
        .hasSize(2);
    assertThat(tree)
        .contains(
            "manifests/output/output.manifest",
            "manifests/intermediate/1/output.manifest",
            "annotations/intermediate/1/annotations.manifest")
        .noneMatch(key -> key.startsWith("activelearning/") || key.startsWith("training/"));
    String response =
        tree.stream()
            .filter(key -> key.startsWith("annotations/worker-response/iteration-1/0/"))
            .findFirst()
            .orElseThrow();
    JsonNode answers =
        LabelingFixture.json(fixture.read("output/Mood-1/" + response)).path("answers");
    assertThat(answers).hasSize(3);
    JsonNode first = answers.get(0);
    assertThat(first.path("workerId").asText()).matches("private\\.eu-west-1\\.[0-9a-f]{16}");
    assertThat(first.path("timeSpentInSeconds").asDouble())
        .as("at most the time between acceptance and submission")
        .isEqualTo(
            Duration.between(
                        Instant.parse(first.path("acceptanceTime").asText()),
                        Instant.parse(first.path("submissionTime").asText()))
                    .toMillis()
                / 1000.0);
    assertThat(first.at("/answerContent/crowd-classifier/label").asText()).isEqualTo("good");
    assertThat(first.at("/workerMetadata/identityData/identityProviderType").asText())
        .isEqualTo("Cognito");
    assertThat(first.at("/workerMetadata/identityData/sub").asText()).matches("[0-9a-f-]{36}");
  }
}
