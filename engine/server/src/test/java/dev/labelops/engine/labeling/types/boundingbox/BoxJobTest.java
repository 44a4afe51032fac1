package dev.labelops.engine.labeling.types.boundingbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Bounding boxes from bucket to output manifest, with what workers see on the way. */
class BoxJobTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static List<Person> people;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    people = fixture.workers(2);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void twoPeopleDrawBoxes() throws IOException {
    String manifest =
        fixture.put(
            "logos.manifest",
            "{\"source-ref\":\"%s\"}\n"
                .repeat(4)
                .formatted(
                    fixture.putImage("images/a b.png", 64, 48),
                    fixture.putImage("images/b.png", 80, 60),
                    fixture.put("images/c.png", "not an image"),
                    fixture.uri("images/none.png")));
    fixture.start(
        "logos",
        "BoundingBox",
        manifest,
        wish ->
            wish.human(h -> h.numberOfHumanWorkersPerDataObject(2))
                .with(r -> r.labelCategoryConfigS3Uri(wish.labels("DHL", "RedBull"))));

    JsonNode task = fixture.awaitTask(people.getFirst(), "logos");
    assertThat(task.at("/input/labels").toString()).isEqualTo("[\"DHL\",\"RedBull\"]");
    assertThat(ImageIO.read(URI.create(task.path("objectUrl").asText()).toURL())).isNotNull();
    String page = people.getFirst().get(task.path("taskUrl").asText()).text();
    assertThat(page)
        .contains("labels=\"[&quot;DHL&quot;,&quot;RedBull&quot;]\"")
        .contains("X-Amz-Signature=")
        .doesNotContain("s3://");
    assertThat(people.get(1).get(task.path("taskUrl").asText()).status())
        .as("a frame ticket that was used")
        .isEqualTo(410);

    assertThat(
            people
                .getFirst()
                .answer(task.path("taskId").asText(), boxes("RedBull", 10, 48))
                .body()
                .path("message")
                .asText())
        .as("drawn in another size")
        .startsWith("answerContent.boundingBox.inputImageProperties says 48 x 36 pixels, but");
    AtomicInteger shift = new AtomicInteger();
    var ended =
        fixture.finish(
            "logos",
            people,
            input ->
                boxes(
                    "RedBull",
                    10 + shift.getAndIncrement() / 2,
                    input.path("taskObject").asText().endsWith("a b.png") ? 64 : 80));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
    assertThat(ended.labelCounters().failedNonRetryableError()).isEqualTo(2);
    List<JsonNode> lines = fixture.readLines("output/logos/manifests/output/output.manifest");
    assertThat(lines.get(2).has("kind")).as("the file that is no image").isFalse();
    assertThat(lines.get(2).at("/kind-metadata/failure-reason").asText())
        .isEqualTo("The file is not an image; only JPEG and PNG images can be labeled.");
    assertThat(lines.get(3).at("/kind-metadata/failure-reason").asText())
        .isEqualTo("The object does not exist.");
    JsonNode label = lines.get(1).path("kind");
    assertThat(label.at("/image_size/0").toString())
        .isEqualTo("{\"width\":80,\"height\":60,\"depth\":3}");
    assertThat(label.at("/annotations/0/class_id").asInt()).isEqualTo(1);
    JsonNode metadata = lines.get(1).path("kind-metadata");
    assertThat(metadata.path("class-map").toString()).isEqualTo("{\"1\":\"RedBull\"}");
    assertThat(metadata.path("type").asText()).isEqualTo("groundtruth/object-detection");
    assertThat(metadata.at("/objects/0/confidence").asDouble()).isBetween(0.8, 1.0);
  }

  private static JsonNode boxes(String label, int left, int imageWidth) {
    var answer = Person.JSON.createObjectNode();
    var box = answer.putObject("boundingBox");
    box.putArray("boundingBoxes")
        .addObject()
        .put("label", label)
        .put("left", left)
        .put("top", 5)
        .put("width", 30)
        .put("height", 20);
    box.putObject("inputImageProperties")
        .put("width", imageWidth)
        .put("height", imageWidth * 3 / 4);
    return answer;
  }
}
