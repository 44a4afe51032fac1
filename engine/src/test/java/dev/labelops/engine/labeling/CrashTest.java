package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineMain;
import dev.labelops.engine.EngineSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An engine that ends in the middle of a job goes on where it was. */
class CrashTest {
  private static final Pattern ADDRESS = Pattern.compile("LabelOps engine at (http://\\S+),");
  private static final int TEXTS = 8;
  private static final int BATCH = 3;
  private static final int ANSWERED = 4;

  @TempDir Path folder;

  @Test
  void aClosedEngineGoesOn() {
    Studio studio;
    Person ann;
    String half;
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      studio = Studio.open(engine, "eu-west-1");
      ann = studio.worker("ann");
      half = answerHalf(studio, ann);
    }
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      finishTheRest(studio.at(engine.address()), ann.at(engine.address()), half);
    }
  }

  @Test
  void aKilledEngineGoesOn() throws Exception {
    Process killed = startProcess();
    Studio studio;
    Person ann;
    String half;
    try {
      URI address = address(killed);
      studio = Studio.open(address, "eu-west-1");
      ann = studio.worker("ann");
      half = answerHalf(studio, ann);
    } finally {
      killed.destroyForcibly().waitFor();
    }
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      finishTheRest(studio.at(engine.address()), ann.at(engine.address()), half);
    }
  }

  /** Answers into the second batch and leaves one task in hand, whose id is returned. */
  private static String answerHalf(Studio studio, Person ann) {
    studio.start(
        "crash",
        "TextMultiClass",
        studio.texts("crash", TEXTS),
        wish -> wish.human(h -> h.maxConcurrentTaskCount(BATCH)));
    for (int i = 0; i < ANSWERED; i++) {
      JsonNode task = studio.awaitTask(ann, "crash");
      assertThat(ann.answer(task.path("taskId").asText(), Studio.textChoice("good")).status())
          .isEqualTo(204);
    }
    return studio.awaitTask(ann, "crash").path("taskId").asText();
  }

  private static void finishTheRest(Studio studio, Person ann, String inHand) {
    assertThat(studio.describe("crash").labelCounters().humanLabeled()).isEqualTo(ANSWERED);
    assertThat(studio.awaitTask(ann, "crash").path("taskId").asText())
        .as("the task in hand")
        .isEqualTo(inHand);

    var ended = studio.finish("crash", List.of(ann), input -> Studio.textChoice("bad"));

    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(TEXTS);
    var lines = studio.readLines("output/crash/manifests/output/output.manifest");
    assertThat(lines).filteredOn(line -> line.path("kind").asInt(-1) == 0).hasSize(ANSWERED);
    assertThat(lines)
        .filteredOn(line -> line.path("kind").asInt(-1) == 1)
        .hasSize(TEXTS - ANSWERED);
    assertThat(studio.tree("output/crash/annotations/worker-response/"))
        .as("one file for each answered object")
        .hasSize(TEXTS);
  }

  private Process startProcess() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            // Half the processor time of a start: this engine does not live long enough to gain
            // from what the optimizing compiler and a parallel collector do.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            EngineMain.class.getName(),
            "--port",
            "0",
            "--data",
            folder.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static URI address(Process engine) throws IOException {
    BufferedReader out = engine.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        return URI.create(matcher.group(1));
      }
    }
    throw new AssertionError("the engine ended without saying its address");
  }
}
