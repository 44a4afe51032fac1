package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.EngineProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A round with more machine labels than a heap of 96 MiB holds. */
class RoundHeapIT {
  private static final Duration DEADLINE = Duration.ofMinutes(10);
  private static final Duration LEASE = Duration.ofMinutes(1);

  /** The most that a manifest may have. */
  private static final int TEXTS = 100_000;

  private static final int VALIDATION = 100;
  private static final int LEFT_OPEN = 50;

  @TempDir Path folder;

  @Test
  void aRoundThatLabelsNearlyEverythingIsApplied() throws Exception {
    try (EngineProcess engine =
        LearningEngine.start(
            folder, Optional.empty(), LEASE, "-Xmx96m", "-XX:+ExitOnOutOfMemoryError")) {

      LabelingFixture fixture = LabelingFixture.open(engine.address(), "eu-west-1");
      Person ann = fixture.worker("ann");
      fixture.start(
          "many", "TextMultiClass", fixture.texts("many", TEXTS), wish -> wish.automated());
      await()
          .atMost(DEADLINE)
          .until(
              () ->
                  fixture.answerAll(ann, "many", input -> LabelingFixture.textChoice("good")) > 0);

      int machine = TEXTS - VALIDATION - LEFT_OPEN;
      await()
          .atMost(DEADLINE)
          .until(
              () -> {
                assertThat(engine.process().isAlive()).as("the engine lives").isTrue();
                return fixture.describe("many").labelCounters().machineLabeled();
              },
              labeled -> labeled == machine);
      String labels = "output/many/activelearning/1/0/auto_annotator_output.txt";
      await()
          .atMost(DEADLINE)
          .until(() -> fixture.tree("output/many/activelearning/1/0/").size(), files -> files == 2);
      assertThat(lines(fixture, labels)).isEqualTo(machine);
      assertThat(engine.process().isAlive()).as("the engine lives").isTrue();
    }
  }

  private static long lines(LabelingFixture fixture, String key) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                fixture.s3.getObject(b -> b.bucket(fixture.bucket).key(key)),
                StandardCharsets.UTF_8))) {
      return reader.lines().count();
    }
  }
}
