package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An engine that ends in the middle of a job continues where it was. */
class CrashIT {
  private static final int TEXTS = 8;
  private static final int BATCH = 3;
  private static final int ANSWERED = 4;

  @TempDir Path folder;

  @Test
  void aClosedEngineGoesOn() {
    LabelingFixture fixture;
    Person ann;
    String half;
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      fixture = LabelingFixture.open(engine, "eu-west-1");
      ann = fixture.worker("ann");
      half = answerHalf(fixture, ann);
    }
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      finishTheRest(fixture.at(engine.address()), ann.at(engine.address()), half);
    }
  }

  @Test
  void aKilledEngineGoesOn() throws Exception {
    LabelingFixture fixture;
    Person ann;
    String half;
    try (EngineProcess killed = EngineProcess.start(folder)) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = fixture.worker("ann");
      half = answerHalf(fixture, ann);
    }
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      finishTheRest(fixture.at(engine.address()), ann.at(engine.address()), half);
    }
  }

  /** Answers into the second batch and keeps one accepted task, whose id is returned. */
  private static String answerHalf(LabelingFixture fixture, Person ann) {
    fixture.start(
        "crash",
        "TextMultiClass",
        fixture.texts("crash", TEXTS),
        wish -> wish.human(h -> h.maxConcurrentTaskCount(BATCH)));
    for (int i = 0; i < ANSWERED; i++) {
      JsonNode task = fixture.awaitTask(ann, "crash");
      assertThat(
              ann.answer(task.path("taskId").asText(), LabelingFixture.textChoice("good")).status())
          .isEqualTo(204);
    }
    return fixture.awaitTask(ann, "crash").path("taskId").asText();
  }

  private static void finishTheRest(LabelingFixture fixture, Person ann, String inHand) {
    assertThat(fixture.describe("crash").labelCounters().humanLabeled()).isEqualTo(ANSWERED);
    assertThat(fixture.awaitTask(ann, "crash").path("taskId").asText())
        .as("the task in hand")
        .isEqualTo(inHand);

    var ended = fixture.finish("crash", List.of(ann), input -> LabelingFixture.textChoice("bad"));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(TEXTS);
    var lines = fixture.readLines("output/crash/manifests/output/output.manifest");
    assertThat(lines).filteredOn(line -> line.path("kind").asInt(-1) == 0).hasSize(ANSWERED);
    assertThat(lines)
        .filteredOn(line -> line.path("kind").asInt(-1) == 1)
        .hasSize(TEXTS - ANSWERED);
    assertThat(fixture.tree("output/crash/annotations/worker-response/"))
        .as("one file for each answered object")
        .hasSize(TEXTS);
  }
}
