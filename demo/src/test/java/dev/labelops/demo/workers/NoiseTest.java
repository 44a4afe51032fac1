package dev.labelops.demo.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.demo.truth.Agreement;
import dev.labelops.demo.truth.Annotation;
import dev.labelops.demo.truth.Box;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseTest {
  private static final List<String> LABELS = List.of("A", "B", "C");
  private static final Annotation.Boxes TRUTH =
      new Annotation.Boxes(
          640, 480, List.of(new Box("A", 0, 0, 100, 80), new Box("B", 300, 200, 340, 280)));

  @Test
  void withoutNoiseTheTruthIsSaid() {
    assertThat(Noise.NONE.applied(TRUTH, LABELS, new SplittableRandom(1))).isEqualTo(TRUTH);
    var category = new Annotation.Category("A");
    assertThat(Noise.NONE.applied(category, LABELS, new SplittableRandom(1))).isEqualTo(category);
  }

  @Test
  void eachWorkerHasANoiseOfItsOwnAndTheyRepeat() {
    List<String> emails =
        IntStream.range(0, 8).mapToObj("simulated-%d@example.com"::formatted).toList();
    WorkerSettings settings =
        new WorkerSettings(
            URI.create("http://127.0.0.1"),
            "",
            "",
            emails,
            Path.of("truth"),
            "truth",
            Noise.TEAM,
            1,
            Duration.ZERO);

    assertThat(emails).extracting(settings::noiseOf).startsWith(Noise.TEAM.toArray(Noise[]::new));
    assertThat(settings.noiseOf(emails.get(7))).isEqualTo(Noise.TEAM.get(1));
  }

  @Test
  void boxesMoveALittleAndStayInTheImage() {
    Noise jitter = new Noise(.02, 0, 0);
    double score =
        IntStream.range(0, 500)
            .mapToObj(
                seed ->
                    (Annotation.Boxes) jitter.applied(TRUTH, LABELS, new SplittableRandom(seed)))
            .peek(said -> assertThat(said.boxes()).allMatch(NoiseTest::inside))
            .mapToDouble(said -> Agreement.iou(said.boxes(), TRUTH.boxes()))
            .average()
            .orElseThrow();

    assertThat(score).isBetween(.85, .98);
  }

  @Test
  void missesAndWrongLabelsComeAtTheirRates() {
    Noise noise = new Noise(0, .1, .2);
    List<Box> said =
        IntStream.range(0, 2000)
            .mapToObj(
                seed -> (Annotation.Boxes) noise.applied(TRUTH, LABELS, new SplittableRandom(seed)))
            .flatMap(image -> image.boxes().stream())
            .toList();

    assertThat(said.size() / 4000.0).isBetween(.87, .93);
    long wrong =
        said.stream().filter(box -> !box.label().equals(box.left() < 300 ? "A" : "B")).count();
    assertThat(wrong / (double) said.size()).isBetween(.17, .23);
  }

  @Test
  void theOnlyLabelIsNeverWrong() {
    Noise noise = new Noise(0, 0, 1);
    assertThat(noise.applied(new Annotation.Category("A"), List.of("A"), new SplittableRandom(1)))
        .isEqualTo(new Annotation.Category("A"));
  }

  private static boolean inside(Box box) {
    return box.left() >= 0
        && box.top() >= 0
        && box.left() + box.width() <= 640
        && box.top() + box.height() <= 480;
  }
}
