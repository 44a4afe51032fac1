package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** {@code make demo} as the README promises it: it ends by itself, and shows what was labeled. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DemoIT {
  private static final Path SCRATCH = Path.of("target", "demo-reader").toAbsolutePath();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int RENDERED = 60;

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
            "outputManifestUri",
            "reportPath",
            "wallSeconds");
    assertThat(summary.path("phase").asText()).isEqualTo("Completed");
    assertThat(summary.path("objects").asInt()).isEqualTo(RENDERED);
    assertThat(summary.path("humanLabeled").asInt() + summary.path("machineLabeled").asInt())
        .isEqualTo(RENDERED);
    assertThat(summary.path("meanIoUHuman").asDouble()).isBetween(0.5, 1.0);
    assertThat(printed)
        .containsPattern("(?m)^labelingworkforce\\.labelops\\.dev/\\S+ +True")
        .containsPattern("(?m)^labelingdataset\\.labelops\\.dev/\\S+ +True +60")
        .containsPattern("(?m)^labelingjob\\.labelops\\.dev/\\S+ +Completed +100%")
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
