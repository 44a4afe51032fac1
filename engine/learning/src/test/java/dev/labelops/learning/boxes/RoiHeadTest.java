package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.labelops.learning.backbone.FeatureMap;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The head over maps that a stand-in for a backbone computes: channels that see the objects. */
class RoiHeadTest {
  static {
    NativeThreads.limit(1);
  }

  private static final int WIDTH = 256;
  private static final int HEIGHT = 192;
  private static final int CHANNELS = 12;

  private record Scene(MapPyramid pyramid, List<LabeledBox> boxes) {}

  /** One object of two kinds, each in its own channels, on noise. */
  private static Scene scene(int seed) {
    Random random = new Random(seed);
    double w = 40 + random.nextInt(50);
    double h = w * (.7 + .6 * random.nextDouble());
    double x = random.nextDouble() * (WIDTH - w);
    double y = random.nextDouble() * (HEIGHT - h);
    int kind = random.nextInt(2);
    Box box = new Box(x, y, x + w, y + h);
    List<MapPyramid.Level> levels = new ArrayList<>();
    for (double scale : new double[] {.5, 1}) {
      List<FeatureMap> maps = new ArrayList<>();
      for (int stride : new int[] {8, 16, 32}) {
        int rows = (int) (HEIGHT * scale) / stride;
        int columns = (int) (WIDTH * scale) / stride;
        float[] values = new float[CHANNELS * rows * columns];
        for (int c = 0; c < CHANNELS; c++) {
          for (int r = 0; r < rows; r++) {
            for (int q = 0; q < columns; q++) {
              double px = (q + .5) * stride / scale;
              double py = (r + .5) * stride / scale;
              // Each of a kind's channels sees one part of it.
              boolean part =
                  switch (c % 3) {
                    case 0 -> px < box.centerX();
                    case 1 -> px >= box.centerX();
                    default -> py < box.centerY();
                  };
              boolean sees = box.contains(px, py) && part && c / 3 == kind;
              values[(c * rows + r) * columns + q] =
                  (float) ((sees ? 2 : 0) + .1 * random.nextGaussian());
            }
          }
        }
        maps.add(new FeatureMap("c" + stride, stride, CHANNELS, rows, columns, values));
      }
      levels.add(new MapPyramid.Level(scale, maps));
    }
    return new Scene(
        new MapPyramid(WIDTH, HEIGHT, levels), List.of(new LabeledBox(kind == 0 ? "a" : "b", box)));
  }

  private static List<LabeledImage<MapPyramid>> training() {
    List<LabeledImage<MapPyramid>> images = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      Scene scene = scene(i);
      images.add(new LabeledImage<>(scene::pyramid, scene.boxes()));
    }
    return images;
  }

  @Test
  void findsObjectsInUnseenMaps() throws IOException {
    RoiHead head = new RoiHead(64, 300);
    BoxModel<MapPyramid> model = head.train(training(), 1);
    BoxModel<MapPyramid> loaded = head.load(model.save());
    double sum = 0;
    for (int i = 100; i < 112; i++) {
      Scene scene = scene(i);
      List<ScoredBox> found = model.detect(scene.pyramid());
      sum += ImageScore.of(List.of(found.getFirst().labeled()), scene.boxes());
      assertThat(loaded.detect(scene.pyramid())).isEqualTo(found);
    }
    assertThat(sum / 12).isGreaterThan(.6);
  }

  @Test
  void theSameSeedGivesTheSameModel() {
    assertThat(new RoiHead(64, 300).train(training(), 4).save())
        .isEqualTo(new RoiHead(64, 300).train(training(), 4).save());
  }

  @Test
  void projectedMapsGiveTheSameAsPooledFeatures() {
    IntegralMaps maps = new IntegralMaps(scene(1).pyramid());
    List<Box> windows =
        List.of(
            new Box(0, 0, WIDTH, HEIGHT),
            new Box(3.3, 17.1, 90.2, 66.6),
            new Box(200, 150, 256, 192),
            new Box(50, 50, 62, 58));
    Random random = new Random(2);
    float[] weights = new float[maps.dimensions() * 3];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }

    float[] projected = maps.project(windows, weights, 3);
    float[] pooled =
        Linear.multiply(maps.pool(windows), weights, windows.size(), maps.dimensions(), 3);

    for (int i = 0; i < pooled.length; i++) {
      assertThat(projected[i]).isCloseTo(pooled[i], within(.01f));
    }
  }

  @Test
  void poolingAWholeMapIsItsMean() {
    float[] values = new float[8 * 8];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 8 < 4 ? 1 : 3;
    }
    MapPyramid pyramid =
        new MapPyramid(
            256,
            256,
            List.of(new MapPyramid.Level(1, List.of(new FeatureMap("m", 32, 1, 8, 8, values)))));

    assertThat(new IntegralMaps(pyramid).pool(List.of(new Box(0, 0, 256, 256))))
        .containsExactly(1, 3, 1, 3);
  }

  @Test
  void theGridIsRefinedUntilItCoversTheLabeledBoxes() {
    Random random = new Random(5);
    List<SizedImage> images = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      double w = 20 * Math.exp(random.nextDouble() * 2);
      double h = w * Math.exp(random.nextDouble() * 1.6 - .8);
      double x = random.nextDouble() * (640 - w);
      double y = random.nextDouble() * Math.max(1, 480 - h);
      images.add(
          new SizedImage(640, 480, List.of(new LabeledBox("a", new Box(x, y, x + w, y + h)))));
    }

    WindowGrid grid = WindowGrid.fit(images);

    assertThat(grid.covered(images)).isGreaterThanOrEqualTo(.7);
    assertThat(grid.windows(640, 480).size()).isLessThan(30_001);
  }

  @Test
  void whitenedFeaturesHaveEqualVarianceAndNoCorrelation() {
    Random random = new Random(3);
    int rows = 400;
    float[] features = new float[rows * 6];
    for (int r = 0; r < rows; r++) {
      double shared = random.nextGaussian();
      for (int c = 0; c < 6; c++) {
        features[r * 6 + c] = (float) (5 * c + shared + (1 + c) * random.nextGaussian());
      }
    }
    float[] whitened = Whitening.fit(features.clone(), rows, 6, 4).apply(features);

    float[] covariance = Linear.multiplyTransposed(whitened, whitened, rows, 4, 4);
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 4; j++) {
        assertThat(covariance[i * 4 + j] / rows).isCloseTo(i == j ? .98f : 0, within(.03f));
      }
    }
  }

  @Test
  void mapsAreReadFromTheCacheInHalfPrecision() throws IOException {
    MapPyramid pyramid = scene(1).pyramid();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    pyramid.write(new DataOutputStream(bytes));

    MapPyramid read =
        MapPyramid.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));

    float[] values = read.levels().getFirst().maps().getFirst().values();
    float[] exact = pyramid.levels().getFirst().maps().getFirst().values();
    for (int i = 0; i < exact.length; i++) {
      assertThat(values[i]).isCloseTo(exact[i], within(.005f));
    }
  }
}
