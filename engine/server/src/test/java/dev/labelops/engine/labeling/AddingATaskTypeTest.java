package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.labeling.types.audiorating.AudioRating;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** The page docs/build/adding-a-task-type.md, followed: its code is the toy type's, which works. */
class AddingATaskTypeTest {
  private static final Path PAGE = Path.of("../../docs/build/adding-a-task-type.md");
  private static final Path SOURCES =
      Path.of("src/test/java/dev/labelops/engine/labeling/types/audiorating");
  private static final Path THIS =
      Path.of("src/test/java/dev/labelops/engine/labeling/AddingATaskTypeTest.java");
  private static final Pattern CODE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final String UI =
      "arn:aws:sagemaker:eu-west-1:394669845002:human-task-ui/AudioRating";
  private static final int SECONDS = 3;

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;
  private static List<Person> people;

  @BeforeAll
  static void start() {
    engine =
        Engine.start(
            EngineSettings.local(folder), BuiltInTypes.ALL.with(new AudioRating()), Learner.NONE);
    fixture = LabelingFixture.open(engine, "eu-west-1");
    people = fixture.workers(2);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void thePagesCodeIsTheTypesCode() throws IOException {
    String sources = Files.readString(THIS);
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.toList()) {
        sources += Files.readString(file);
      }
    }
    List<String> snippets =
        CODE.matcher(Files.readString(PAGE)).results().map(code -> code.group(1)).toList();

    assertThat(snippets).hasSizeGreaterThanOrEqualTo(9);
    assertThat(sources).contains(snippets.stream().map(String::stripTrailing).toList());
  }

  @Test
  void aWholeJobOfTheType() {
    String manifest =
        fixture.put(
            "recordings.manifest",
            line(recording("a.wav"))
                + line(fixture.put("b.wav", "no recording"))
                + line(recording("c.wav")));
    start("rated", manifest, wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(2)));

    JsonNode task = fixture.awaitTask(people.getFirst(), "rated");
    assertThat(task.path("taskType").asText()).isEqualTo("AudioRating");
    assertThat(task.at("/input/scale").asInt()).isEqualTo(5);
    assertThat(task.path("objectUrl").asText()).startsWith("http").contains(".wav");
    var page = people.getFirst().browse(task.path("taskUrl").asText());
    assertThat(new String(page.body(), StandardCharsets.UTF_8))
        .contains("<audio controls src=\"http")
        .contains("max=\"5\"");
    assertThat(people.getFirst().answer(task.path("taskId").asText(), stars(4, 9)).text())
        .contains("answerContent.rating.worstSecond must be within the recording of 3.0 seconds");

    var ended = fixture.finish("rated", people, AddingATaskTypeTest::answer);

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
    assertThat(ended.labelCounters().failedNonRetryableError()).isEqualTo(1);
    List<JsonNode> lines = fixture.readLines("output/rated/manifests/output/output.manifest");
    String files = "output/rated/annotations/consolidated-annotation/output/";
    assertThat(lines.get(0).path("sound-ref").asText())
        .isEqualTo(fixture.uri(files + "0/Ratings.json"));
    JsonNode metadata = lines.get(0).path("sound-ref-metadata");
    assertThat(metadata.path("mean").asDouble()).isEqualTo(4);
    assertThat(metadata.path("type").asText()).isEqualTo("groundtruth/audio-rating");
    assertThat(metadata.path("job-name").asText()).isEqualTo("labeling-job/rated");
    assertThat(lines.get(1).at("/sound-ref-metadata/failure-reason").asText())
        .isEqualTo("The file is no WAV recording.");
    assertThat(fixture.tree(files)).containsExactly("0/Ratings.json", "2/Ratings.json");
    var stored =
        fixture.s3.getObjectAsBytes(b -> b.bucket(fixture.bucket).key(files + "2/Ratings.json"));
    assertThat(stored.response().contentType()).isEqualTo("application/json");
    JsonNode file = LabelingFixture.json(stored.asUtf8String());
    assertThat(file.path("recording").toString()).isEqualTo("{\"rate\":8000,\"length\":3.0}");
    assertThat(file.path("ratings")).hasSize(2);
  }

  @Test
  void theTypesRulesAreEnforced() {
    String manifest = fixture.put("one.manifest", line(recording("one.wav")));

    assertThatThrownBy(() -> start("a", manifest, w -> w.with(r -> r.labelAttributeName("sound"))))
        .isInstanceOf(SageMakerException.class)
        .hasMessageContaining("'sound' must end with '-ref'");
    assertThatThrownBy(
            () ->
                start(
                    "b",
                    manifest,
                    w -> w.human(h -> h.uiConfig(u -> u.uiTemplateS3Uri(fixture.uri("x"))))))
        .hasMessageContaining("The task type AudioRating accepts UiConfig.HumanTaskUiArn only")
        .hasMessageContaining(UI);
    assertThatThrownBy(
            () -> start("c", manifest, w -> w.human(h -> h.taskTimeLimitInSeconds(7_201))))
        .hasMessageContaining("is more than the 7200 seconds (2 hours) of this task type");
    assertThatThrownBy(
            () ->
                start(
                    "d",
                    manifest,
                    w ->
                        w.with(
                            r ->
                                r.labelingJobAlgorithmsConfig(
                                    a ->
                                        a.labelingJobAlgorithmSpecificationArn(
                                            "arn:aws:sagemaker:eu-west-1:027400017018:"
                                                + "labeling-job-algorithm-specification/x")))))
        .hasMessageContaining("is not valid for the task type AudioRating");

    start("scale", manifest, w -> w.with(r -> r.labelCategoryConfigS3Uri(scale(11))));
    assertThat(fixture.awaitStatus("scale", LabelingJobStatus.FAILED).failureReason())
        .isEqualTo("ClientError: LabelCategoryConfigS3Uri: scale must be a number from 2 to 10.");
  }

  private static void start(String name, String manifest, Consumer<JobRequest> wishes) {
    fixture.start(
        name,
        "AudioRating",
        manifest,
        wish ->
            wishes.accept(
                wish.with(r -> r.labelAttributeName("sound-ref"))
                    .with(r -> r.labelCategoryConfigS3Uri(scale(5)))
                    .human(h -> h.uiConfig(u -> u.humanTaskUiArn(UI)))));
  }

  private static String scale(int scale) {
    return fixture.put("scale-" + scale + ".json", "{\"scale\":" + scale + "}");
  }

  private static String line(String address) {
    return "{\"source-ref\":\"" + address + "\"}\n";
  }

  /** Stores three seconds of silence. */
  private static String recording(String key) {
    int rate = 8000;
    ByteBuffer wav = ByteBuffer.allocate(44 + rate * SECONDS).order(ByteOrder.LITTLE_ENDIAN);
    wav.put(ascii("RIFF")).putInt(36 + rate * SECONDS).put(ascii("WAVEfmt ")).putInt(16);
    wav.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate);
    wav.putShort((short) 1).putShort((short) 8).put(ascii("data")).putInt(rate * SECONDS);
    fixture.s3.putObject(
        b -> b.bucket(fixture.bucket).key(key), RequestBody.fromBytes(wav.array()));
    return fixture.uri(key);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static ObjectNode answer(JsonNode input) {
    return stars(input.path("taskObject").asText().contains("a.wav") ? 4 : 5, 1.5);
  }

  private static ObjectNode stars(int stars, double worstSecond) {
    ObjectNode answer = Person.JSON.createObjectNode();
    answer.putObject("rating").put("stars", stars).put("worstSecond", worstSecond);
    return answer;
  }
}
