package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An engine that is killed while it consolidates a batch ends with the same labels. */
class ConsolidationCrashIT {
  private static final int TEXTS = 20;
  private static final double[] QUALITY = {.95, .6, .5};
  private static final List<String> LABELS = List.of("good", "bad");

  @TempDir static Path folder;
  private static List<JsonNode> undisturbed;

  /** After the last answer, in milliseconds: before, while and after the batch is finished. */
  @ParameterizedTest
  @ValueSource(ints = {0, 3, 10, 30, 100})
  void theSameAnswersBecomeTheSameLabels(int pause) throws Exception {
    List<JsonNode> killed = killed(folder.resolve("killed-" + pause), pause);

    assertThat(killed).isEqualTo(undisturbed());
    assertThat(killed).allMatch(line -> line.at("/kind-metadata/confidence").asDouble() > 0);
  }

  private static synchronized List<JsonNode> undisturbed() {
    if (undisturbed == null) {
      try (Engine engine = Engine.start(EngineSettings.local(folder.resolve("undisturbed")))) {
        LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
        List<Person> people = fixture.workers(QUALITY.length);
        start(fixture);
        answer(fixture, people);
        undisturbed = finished(fixture);
      }
    }
    return undisturbed;
  }

  private static List<JsonNode> killed(Path data, int pause) throws Exception {
    LabelingFixture fixture;
    try (EngineProcess engine = EngineProcess.start(data)) {
      fixture = LabelingFixture.open(engine.address(), "eu-west-1");
      List<Person> people = fixture.workers(QUALITY.length);
      start(fixture);
      answer(fixture, people);
      // The moment at which it is killed, not a wait for anything.
      Thread.sleep(Duration.ofMillis(pause));
    }
    try (Engine engine = Engine.start(EngineSettings.local(data))) {
      return finished(fixture.at(engine.address()));
    }
  }

  private static void start(LabelingFixture fixture) {
    fixture.start(
        "crowd",
        "TextMultiClass",
        fixture.texts("crowd", TEXTS),
        wish -> wish.human(h -> h.numberOfHumanWorkersPerDataObject(QUALITY.length)));
  }

  private static void answer(LabelingFixture fixture, List<Person> people) {
    fixture.awaitTask(people.getFirst(), "crowd");
    for (int i = 0; i < people.size(); i++) {
      int worker = i;
      fixture.answerAll(
          people.get(i),
          "crowd",
          input -> LabelingFixture.textChoice(said(input.toString().hashCode(), worker)));
    }
  }

  /** The same whenever it is asked. */
  private static String said(int object, int worker) {
    SplittableRandom random = new SplittableRandom(object * 31L + worker);
    int truth = Math.floorMod(object, 2);
    return LABELS.get(random.nextDouble() < QUALITY[worker] ? truth : 1 - truth);
  }

  /** Labels without the times at which they were given. */
  private static List<JsonNode> finished(LabelingFixture fixture) {
    fixture.awaitStatus("crowd", LabelingJobStatus.COMPLETED);
    List<JsonNode> lines = fixture.readLines("output/crowd/manifests/output/output.manifest");
    lines.forEach(line -> ((ObjectNode) line.path("kind-metadata")).remove("creation-date"));
    assertThat(lines).hasSize(TEXTS);
    return lines;
  }
}
