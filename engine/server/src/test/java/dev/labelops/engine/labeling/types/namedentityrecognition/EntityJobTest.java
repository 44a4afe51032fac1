package dev.labelops.engine.labeling.types.namedentityrecognition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Named entities from the manifest to the output manifest, at the page of the engine. */
class EntityJobTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static List<Person> people;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    people = fixture.workers(3);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void threePeopleMarkTwoTexts() {
    String manifest =
        fixture.put(
            "mails.manifest",
            "{\"source\":\"😀 Ana\\r\\nflew to Oslo\",\"id\":7}\n{\"source\":\"nothing here\"}\n");
    fixture.start(
        "names",
        "NamedEntityRecognition",
        manifest,
        wish -> wish.entities("Person", "City").human(h -> h.numberOfHumanWorkersPerDataObject(3)));

    JsonNode task = fixture.awaitTask(people.getFirst(), "names");
    assertThat(task.at("/input/labels/1").toString())
        .isEqualTo("{\"label\":\"City\",\"shortDisplayName\":\"Cit\"}");
    assertThat(task.at("/instructions/short").asText()).isEqualTo("<p>Mark each <b>name</b>.</p>");
    String page =
        new String(
            people.getFirst().browse(task.path("taskUrl").asText()).body(), StandardCharsets.UTF_8);
    assertThat(page)
        .contains("name=\"crowd-entity-annotation\"", "{&quot;label&quot;:&quot;Person&quot;,")
        .contains("<p>Mark names of persons and cities, nothing else.</p>");
    if (task.at("/input/id").asInt() == 7) {
      assertThat(page).as("a browser drops a bare carriage return").contains("Ana&#13;\nflew");
    }
    assertThat(
            people
                .getFirst()
                .answer(task.path("taskId").asText(), entities(span("City", 1, 4)))
                .text())
        .contains("answerContent.crowd-entity-annotation.entities[0] from 1 to 4");

    var ended =
        fixture.finish(
            "names",
            people,
            input ->
                input.path("id").asInt() == 7
                    ? entities(span("City", 16, 20), span("Person", 3, 6))
                    : entities());

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
    List<JsonNode> lines = fixture.readLines("output/names/manifests/output/output.manifest");
    assertThat(lines.getFirst().path("kind").toString())
        .isEqualTo(
            "{\"annotations\":{\"labels\":[{\"label\":\"Person\",\"shortDisplayName\":\"Per\"},"
                + "{\"label\":\"City\",\"shortDisplayName\":\"Cit\"}],"
                + "\"entities\":[{\"label\":\"Person\",\"startOffset\":3,\"endOffset\":6},"
                + "{\"label\":\"City\",\"startOffset\":16,\"endOffset\":20}]}}");
    JsonNode metadata = lines.getFirst().path("kind-metadata");
    assertThat(metadata.path("type").asText()).isEqualTo("groundtruth/text-span");
    assertThat(metadata.path("entities").toString())
        .isEqualTo("[{\"confidence\":1.0},{\"confidence\":1.0}]");
    assertThat(lines.get(1).at("/kind/annotations/entities")).isEmpty();
    assertThat(lines.get(1).at("/kind/annotations/labels")).hasSize(2);
  }

  @Test
  void itsRulesAreEnforced() {
    String manifest = fixture.texts("rules", 1);
    assertThatThrownBy(
            () ->
                fixture.start(
                    "template",
                    "NamedEntityRecognition",
                    manifest,
                    wish ->
                        wish.human(h -> h.uiConfig(u -> u.uiTemplateS3Uri(fixture.uri("x.html"))))))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("accepts UiConfig.HumanTaskUiArn only")
        .hasMessageContaining("human-task-ui/NamedEntityRecognition");
    assertThatThrownBy(
            () ->
                fixture.start(
                    "learned",
                    "NamedEntityRecognition",
                    manifest,
                    wish -> wish.entities("Person").automated()))
        .hasMessageContaining("is not valid for the task type NamedEntityRecognition");

    fixture.start(
        "plain",
        "NamedEntityRecognition",
        manifest,
        wish -> {
          wish.entities("Person");
          wish.with(r -> r.labelCategoryConfigS3Uri(wish.labels("Person")));
        });
    assertThat(fixture.awaitStatus("plain", LabelingJobStatus.FAILED).failureReason())
        .isEqualTo(
            "ClientError: LabelCategoryConfigS3Uri: instructions.shortInstruction must be a string"
                + " of HTML; NamedEntityRecognition needs instructions.");
  }

  private static ObjectNode span(String label, int start, int end) {
    return Person.JSON
        .createObjectNode()
        .put("endOffset", end)
        .put("label", label)
        .put("startOffset", start);
  }

  private static ObjectNode entities(ObjectNode... spans) {
    ObjectNode answer = Person.JSON.createObjectNode();
    answer.putObject("crowd-entity-annotation").putArray("entities").addAll(List.of(spans));
    return answer;
  }
}
