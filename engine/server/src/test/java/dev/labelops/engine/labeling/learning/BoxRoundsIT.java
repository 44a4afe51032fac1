package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.backbone.Backbone;
import dev.labelops.learning.boxes.bench.SyntheticImages;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs on images with boxes. */
class BoxRoundsIT {
  @TempDir Path cache;
  @TempDir Path folder;

  @Test
  void fewerModelsAreTrainedAtOnceWhereTheHeapIsSmall() {
    long heap = 640L << 20;
    assertThat(BoxSubject.modelsAtOnce(340, heap, 2)).isEqualTo(2);
    assertThat(BoxSubject.modelsAtOnce(700, heap, 2)).isEqualTo(1);
    assertThat(BoxSubject.modelsAtOnce(700, 4 * heap, 2)).isEqualTo(2);
    assertThat(BoxSubject.modelsAtOnce(100_000, heap, 2)).isEqualTo(1);
    assertThat(BoxSubject.modelsAtOnce(8, heap, 1)).isEqualTo(1);
  }

  /** Of 90 images 60 validate, 20 train; another job on them starts from the model of the first. */
  @Test
  void labelsMarksAndStartsFromTheModelOfAnEarlierJob() throws IOException {
    SyntheticBoxes images = SyntheticBoxes.in(folder, SyntheticImages.Set.EASY, 90, 1);
    SyntheticBoxes others = images.again();
    try (ActiveLearner learner =
        new ActiveLearner(
            new LearnerSettings(
                Optional.empty(), false, cache, 1L << 30, 2, 1 << 20, Targets.DEFAULT))) {
      images.job().run(learner);
      byte[] model = images.job().models().values().iterator().next();
      others.job().startingFrom(model).run(learner);
    }

    RoundReport labeling = images.job().outcomes().getLast().report();
    assertThat(labeling.head()).isEqualTo("sift-hough");
    assertThat(labeling.measure()).isEqualTo("meanIoU");
    assertThat(labeling.lowerBound()).isGreaterThanOrEqualTo(.6);
    assertThat(labeling.baseline()).isLessThan(.3);
    assertThat(images.job().machine()).isNotEmpty();
    assertThat(images.meanIoU()).isGreaterThan(.6);
    assertThat(images.job().machine().values())
        .allSatisfy(
            label -> {
              assertThat(label.label().at("/image_size/0/width").asInt())
                  .isEqualTo(SyntheticImages.WIDTH);
              for (JsonNode box : label.label().path("annotations")) {
                assertThat(box.path("left").isInt()).isTrue();
              }
            });

    RoundReport first = others.job().outcomes().getFirst().report();
    assertThat(first.head()).isEqualTo("initial");
    assertThat(first.autoLabeled()).isPositive();
    assertThat(others.job().outcomes().getFirst().trained()).isFalse();
    assertThat(others.meanIoU()).isGreaterThan(.5);
  }

  /** Models of boxes need feature maps; such a network only chooses which images are labeled. */
  @Test
  void aBackboneWithAnEmbeddingAloneLeavesTheOtherHead() throws Exception {
    Path backbone = Files.createDirectory(folder.resolve("embedding-alone"));
    try (InputStream model = Backbone.class.getResourceAsStream("uint8/model.onnx")) {
      Files.copy(model, backbone.resolve("model.onnx"));
    }
    SyntheticBoxes images = SyntheticBoxes.in(folder, SyntheticImages.Set.EASY, 86, 2);
    try (ActiveLearner learner =
        new ActiveLearner(
            new LearnerSettings(
                Optional.of(backbone), true, cache, 1L << 30, 2, 1 << 20, Targets.DEFAULT))) {
      assertThat(learner.backbone().orElseThrow().maps()).isEmpty();
      images.job().run(learner);
    }

    RoundReport labeling = images.job().outcomes().getLast().report();
    assertThat(labeling.head()).isEqualTo("sift-hough");
    assertThat(labeling.backbone().name()).isEqualTo("embedding-alone");
    assertThat(images.job().machine()).isNotEmpty();
  }

  /** Of 86 images 60 validate, 20 train; the rest is labeled with the features of the backbone. */
  @Test
  void labelsSmoothThingsByTheBackboneWhereKeypointsFindNothing() throws IOException {
    List<SyntheticImages.Image> drawn = new ArrayList<>();
    for (int i = 0; i < 86; i++) {
      drawn.add(SoftBalls.draw("ball", i));
    }
    SyntheticBoxes images = SyntheticBoxes.of(folder, drawn, "balls");
    try (ActiveLearner learner =
        new ActiveLearner(
            new LearnerSettings(
                Optional.empty(), true, cache, 1L << 30, 2, 1 << 20, Targets.DEFAULT))) {
      assumeTrue(learner.backbone().isPresent(), "this build is without a backbone");
      images.job().run(learner);
    }

    RoundReport labeling = images.job().outcomes().getLast().report();
    assertThat(labeling.head()).isEqualTo("roi");
    assertThat(labeling.baseline()).isLessThan(.4);
    assertThat(labeling.lowerBound()).isGreaterThanOrEqualTo(.6);
    assertThat(images.job().machine()).isNotEmpty();
    assertThat(images.meanIoU()).isGreaterThan(.6);
  }
}
