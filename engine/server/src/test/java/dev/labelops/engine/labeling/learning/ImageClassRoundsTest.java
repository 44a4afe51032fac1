package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.labelops.engine.labeling.types.imagemulticlass.ImageMultiClass;
import dev.labelops.groundtruth.RoundReport;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageClassRoundsTest {
  private static final int SIZE = 130;
  private static final int MISSING = 7;
  private static final int BROKEN = 11;

  @TempDir Path folder;
  @TempDir Path cache;

  private final List<Integer> truth = new ArrayList<>();

  private ActiveLearner learner(boolean backbone) {
    return new ActiveLearner(
        new LearnerSettings(
            Optional.empty(), backbone, cache, 64 << 20, 2, 1 << 20, Targets.DEFAULT));
  }

  /** Discs, squares and stripes in any colours; one is missing, one is cut off. */
  private MemoryJob job() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    Random random = new Random(1);
    for (int id = 0; id < SIZE; id++) {
      int kind = random.nextInt(3);
      truth.add(kind);
      Path file = folder.resolve(id + ".png");
      ImageIO.write(drawn(kind, random), "png", file.toFile());
      lines.add(JsonNodeFactory.instance.objectNode().put("source-ref", "s3://b/" + id + ".png"));
    }
    Files.delete(folder.resolve(MISSING + ".png"));
    byte[] whole = Files.readAllBytes(folder.resolve(BROKEN + ".png"));
    Files.write(folder.resolve(BROKEN + ".png"), Arrays.copyOf(whole, 60));
    return new MemoryJob(
        "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/shapes",
        new ImageMultiClass(),
        SyntheticJobs.LABELS,
        lines,
        new FolderFiles(folder),
        id -> Optional.of(SyntheticJobs.label(truth.get(id), 1)));
  }

  private static BufferedImage drawn(int kind, Random random) {
    BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.getHSBColor(random.nextFloat(), .4f, .9f));
    graphics.fillRect(0, 0, 96, 96);
    graphics.setColor(Color.getHSBColor(random.nextFloat(), .9f, .4f));
    int x = random.nextInt(30);
    int y = random.nextInt(30);
    switch (kind) {
      case 0 -> graphics.fillOval(x, y, 60, 60);
      case 1 -> graphics.fillRect(x, y, 60, 60);
      default -> {
        for (int stripe = y % 12; stripe < 96; stripe += 12) {
          graphics.fillRect(0, stripe, 96, 5);
        }
      }
    }
    graphics.dispose();
    return image;
  }

  @Test
  void labelsImagesByTheBackboneAndReadsFeaturesOnce() throws Exception {
    MemoryJob job = job();

    try (ActiveLearner learner = learner(true)) {
      assumeTrue(learner.backbone().isPresent(), "this build is without a backbone");
      job.setUp(learner);
      assertThat(job.progress()).last().isEqualTo("computing features of images: 130 of 130");
      job.progress().clear();
      while (job.step(learner)) {
        // Until nothing is left to label.
      }
    }

    long right =
        job.machine().entrySet().stream()
            .filter(entry -> entry.getValue().label().asInt() == truth.get(entry.getKey()))
            .count();
    assertThat(job.machine()).hasSizeGreaterThan(20).doesNotContainKeys(MISSING, BROKEN);
    assertThat(right / (double) job.machine().size()).isGreaterThanOrEqualTo(.95);
    assertThat(job.failed()).contains(MISSING);
    RoundReport report = job.outcomes().getFirst().report();
    assertThat(report.backbone().name()).isEqualTo("efficientnet-lite0");
    assertThat(report.reason())
        .endsWith("2 of 130 objects are missing or cannot be read, so only people can label them");
  }

  @Test
  void withoutABackboneEverythingGoesToPeopleAndTheReasonSaysWhy() throws Exception {
    MemoryJob job = job();

    try (ActiveLearner learner = learner(false)) {
      job.run(learner);
    }

    assertThat(job.machine()).isEmpty();
    assertThat(job.human()).hasSize(SIZE - job.failed().size());
    assertThat(job.reasons())
        .containsOnly(
            "images are classified by a pretrained network, and this engine has none: supply one"
                + " with --backbone");
  }
}
