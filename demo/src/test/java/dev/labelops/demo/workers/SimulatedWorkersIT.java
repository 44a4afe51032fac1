package dev.labelops.demo.workers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.labelops.demo.images.Style;
import dev.labelops.demo.images.SyntheticImages;
import dev.labelops.demo.images.SyntheticSet;
import dev.labelops.demo.report.Cards;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.ManifestLine;
import dev.labelops.demo.truth.OutputManifest;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Simulated workers and a real engine, over HTTP. */
class SimulatedWorkersIT {
  private static final List<String> EMAILS =
      List.of("simulated-1@example.com", "simulated-2@example.com", "simulated-3@example.com");

  @TempDir static Path folder;
  private static Engine engine;
  private static Team team;

  private final List<String> news = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder.resolve("engine")));
    team = new Team(engine, EMAILS);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void boxesComeCloseToTheTruthAndUnknownImagesStayUnlabeled() throws Exception {
    Path set = folder.resolve("boxes");
    SyntheticSet.write(set, 8, 4, Style.EASY);
    List<String> truth = new ArrayList<>(Files.readAllLines(set.resolve("truth.manifest")));
    List<String> input = new ArrayList<>();
    try (var files = Files.list(set.resolve("images"))) {
      for (Path file : files.sorted().toList()) {
        input.add("{\"source-ref\":\"%s\"}".formatted(team.upload(file)));
      }
    }
    truth.removeLast();
    Path known = Files.write(folder.resolve("boxes.manifest"), truth);

    team.start("boxes", "BoundingBox", SyntheticImages.labels(), input);
    try (var workers = SimulatedWorkers.start(settings(known, Noise.SMALL), news::add)) {
      var job = team.ended("boxes");
      assertThat(job.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(job.labelCounters().humanLabeled()).isEqualTo(7);
      assertThat(job.labelCounters().failedNonRetryableError()).isEqualTo(1);
      List<ManifestLine> output = OutputManifest.read(team.output(job), "category");
      assertThat(Cards.meanIoU(Cards.of(output, annotations(known), Map.of(), n -> null), "human"))
          .isGreaterThan(.6);
    }
    assertThat(news).anySatisfy(line -> assertThat(line).contains("that is not in the truth file"));
  }

  @Test
  void textsAreAnswered() throws Exception {
    Path truth =
        Files.write(
            folder.resolve("texts.manifest"),
            List.of(
                text("the parcel/box came late", 0, "angry"), text("thank you", 1, "thankful")));
    team.start(
        "texts",
        "TextMultiClass",
        List.of("angry", "thankful"),
        List.of("{\"source\":\"the parcel/box came late\"}", "{\"source\":\"thank you\"}"));

    try (var workers = SimulatedWorkers.start(settings(truth, Noise.NONE), news::add)) {
      List<ManifestLine> output = OutputManifest.read(team.output(team.ended("texts")), "category");
      assertThat(output)
          .extracting(line -> line.annotation().orElseThrow())
          .containsExactly(new Annotation.Category("angry"), new Annotation.Category("thankful"));
    }
    assertThat(news).isEmpty();
  }

  @Test
  void imagesAreClassified() throws Exception {
    Path set = folder.resolve("classes");
    SyntheticSet.write(set, 2, 40, Style.EASY);
    List<String> input = new ArrayList<>();
    List<String> truth = new ArrayList<>();
    try (var files = Files.list(set.resolve("images"))) {
      for (Path file : files.sorted().toList()) {
        String line = "{\"source-ref\":\"%s\"}".formatted(team.upload(file));
        input.add(line);
        truth.add(
            line.replace(
                "}",
                ",\"truth\":1,\"truth-metadata\":{\"class-name\":\"busy\","
                    + "\"human-annotated\":\"yes\"}}"));
      }
    }
    Path known = Files.write(folder.resolve("classes.manifest"), truth);
    team.start("classes", "ImageMultiClass", List.of("calm", "busy"), input);

    try (var workers = SimulatedWorkers.start(settings(known, Noise.NONE), news::add)) {
      assertThat(OutputManifest.read(team.output(team.ended("classes")), "category"))
          .hasSize(2)
          .allSatisfy(
              line -> assertThat(line.annotation()).contains(new Annotation.Category("busy")));
    }
  }

  @Test
  void nobodyWaitsForAMissingEngineAndTheProblemIsReportedOnce() throws Exception {
    Path truth = Files.writeString(folder.resolve("empty.manifest"), "");
    WorkerSettings settings =
        new WorkerSettings(
            URI.create("http://127.0.0.1:1"),
            "test",
            "test",
            List.of("simulated-1@example.com"),
            truth,
            "truth",
            List.of(Noise.NONE),
            1,
            Duration.ofMillis(1));

    try (var workers = SimulatedWorkers.start(settings, news::add)) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !news.isEmpty());
    }

    assertThat(news).singleElement().asString().contains("Unreachable");
  }

  @Test
  void aNameThatHidesTheSimulationIsRefused() {
    assertThatThrownBy(
            () ->
                new WorkerSettings(
                    engine.address(),
                    "test",
                    "test",
                    List.of("ann@example.com"),
                    folder,
                    "truth",
                    List.of(Noise.NONE),
                    1,
                    Duration.ZERO))
        .hasMessageContaining("ann@example.com")
        .hasMessageContaining("simulated");
  }

  private static WorkerSettings settings(Path truth, Noise noise) {
    return new WorkerSettings(
        engine.address(),
        "test",
        "test",
        EMAILS,
        truth,
        SyntheticSet.ATTRIBUTE,
        List.of(noise),
        1,
        Duration.ofMillis(5));
  }

  private static String text(String text, int id, String label) {
    return "{\"source\":\"%s\",\"truth\":%d,\"truth-metadata\":{\"class-name\":\"%s\",\"human-annotated\":\"yes\"}}"
        .formatted(text, id, label);
  }

  private static Map<String, Annotation> annotations(Path manifest) throws Exception {
    Map<String, Annotation> annotations = new HashMap<>();
    for (ManifestLine line :
        OutputManifest.read(Files.readAllLines(manifest), SyntheticSet.ATTRIBUTE)) {
      annotations.put(line.key(), line.annotation().orElseThrow());
    }
    return annotations;
  }
}
