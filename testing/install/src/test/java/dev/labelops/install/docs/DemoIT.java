package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * {@code make demo} as the README promises it: it ends by itself, shows what the machine took over,
 * and takes images and texts of one's own.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
  private static final Path SCRATCH = Path.of("target", "demo-reader").toAbsolutePath();

  /** Two minutes alone on two cores; tests share them. */
  private static final Duration PATIENCE = Duration.ofMinutes(20);

  private static final int RENDERED = 300;

  private static ReadersMachine machine;

  @BeforeAll
  static void prepare() throws IOException {
    machine = ReadersMachine.prepare(SCRATCH);
  }

  @Test
  @Order(1)
  void itLabelsThePicturesThatItRenders() throws Exception {
    String printed = run("make demo");

    JsonNode summary = summary();
    assertThat(summary.fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "phase",
            "objects",
            "humanLabeled",
            "machineLabeled",
            "unlabeled",
            "failed",
            "autoLabelingRounds",
            "roundsCertainty",
            "meanIoUHuman",
            "meanIoUMachine",
            "meanAccuracyHuman",
            "meanAccuracyMachine",
            "rounds",
            "outputManifestUri",
            "reportPath",
            "wallSeconds");
    assertThat(summary.path("phase").asText()).isEqualTo("Completed");
    assertThat(summary.path("objects").asInt()).isEqualTo(RENDERED);
    assertThat(summary.path("humanLabeled").asInt() + summary.path("machineLabeled").asInt())
        .isEqualTo(RENDERED);
    assertThat(summary.path("meanIoUHuman").asDouble()).isBetween(0.7, 1.0);
    assertThat(summary.path("roundsCertainty").asText()).isEqualTo("Exact");
    int byMachine = summary.path("machineLabeled").asInt();
    assertThat(byMachine).as(summary.toString()).isGreaterThan(RENDERED / 4);
    assertThat(summary.path("meanIoUMachine").asDouble()).isBetween(0.55, 1.0);
    int counted = 0;
    for (JsonNode round : summary.path("rounds")) {
      counted += round.path("machineLabeled").asInt();
      assertThat(round.path("reason").asText()).as(round.toString()).isNotEmpty();
    }
    assertThat(counted).as("machine labels of all rounds").isEqualTo(byMachine);
    assertThat(printed)
        .containsPattern("(?m)^labelingworkforce\\.labelops\\.dev/\\S+ +True")
        .containsPattern("(?m)^labelingdataset\\.labelops\\.dev/\\S+ +True +300")
        .containsPattern("(?m)^labelingjob\\.labelops\\.dev/\\S+ +Completed +100%")
        .containsPattern("round 1: no images labeled by machine: .+")
        .containsPattern(
            "round \\d+: \\d+ images labeled by machine, mean IoU 0\\.\\d\\d \\(at least")
        .containsPattern("(?m)^counters: \\{.*\"humanLabeled\":")
        .containsPattern("(?m)^" + summary.path("outputManifestUri").asText() + "$")
        .containsPattern("(?m)^\\{\"source-ref\":\"s3://.*\"human-annotated\":")
        .containsPattern("(?m)^report: +" + summary.path("reportPath").asText() + "$");
  }

  @Test
  @Order(2)
  void theReportNeedsNothingElse() throws IOException {
    String report =
        Files.readString(machine.checkout().resolve(summary().path("reportPath").asText()));

    assertThat(report.split("<img ", -1)).hasSizeGreaterThan(RENDERED);
    assertThat(report)
        .contains(
            "The machine labeled " + summary().path("machineLabeled").asInt() + " of 300 images")
        .contains("Disagreement between workers", "Cost at AWS's public price list");
    assertThat(report).doesNotContainPattern("(?:src|href)=\"(?!data:|#)");
  }

  @Test
  @Order(3)
  void itLabelsPicturesThatSomebodyBrings() throws Exception {
    run(
        "mkdir photos && cp $(ls target/demo/synthetic/images/*.jpg | head -n 4) photos/"
            + " && cp target/demo/synthetic/truth.manifest truth.manifest");

    run("make demo IMAGES=photos TRUTH=truth.manifest");

    assertThat(summary().path("phase").asText()).isEqualTo("Completed");
    assertThat(summary().path("humanLabeled").asInt()).isEqualTo(4);
  }

  @Test
  @Order(4)
  void itLabelsTextsThatSomebodyBrings() throws Exception {
    List<String> lines = new ArrayList<>();
    for (String text : List.of("late again", "never came", "thank you", "well done")) {
      int id = lines.size() < 2 ? 0 : 1;
      lines.add(
          "{\"source\":\"%s\",\"truth\":%d,\"truth-metadata\":{\"class-name\":\"%s\"}}"
              .formatted(text, id, id == 0 ? "angry" : "calm"));
    }
    Files.write(machine.checkout().resolve("texts.manifest"), lines);

    run("make demo TRUTH=texts.manifest TASK=TextMultiClass");

    assertThat(summary().path("phase").asText()).isEqualTo("Completed");
    assertThat(summary().path("humanLabeled").asInt()).isEqualTo(4);
    assertThat(summary().path("meanIoUHuman").isNull()).isTrue();
    assertThat(summary().path("meanAccuracyHuman").asDouble()).isBetween(0.25, 1.0);
  }

  private static String run(String command) throws IOException, InterruptedException {
    try (Shell shell = machine.shell()) {
      Shell.Outcome outcome = shell.run(command, PATIENCE);
      assertThat(outcome.failed()).as(outcome.output()).isEmpty();
      return outcome.output();
    }
  }

  private static JsonNode summary() throws IOException {
    return new ObjectMapper()
        .readTree(machine.checkout().resolve("target/demo/summary.json").toFile());
  }
}
