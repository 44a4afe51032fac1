package dev.labelops.learning.boxes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * A linear head over windows of a backbone's feature maps: features pooled over a grid in each
 * window (Girshick, "Fast R-CNN", ICCV 2015), whitened; a multinomial logistic regression with
 * background, trained in rounds with the negatives that it classified as objects; and ridge
 * regressions in cascade that correct the window. Training reads each image's maps several times
 * and keeps only the whitened features of the windows in use.
 */
public final class RoiHead implements BoxHead<MapPyramid> {
  private static final double POSITIVE = .65;
  private static final double NEAR = .45;
  private static final double NEGATIVE = .4;
  private static final int JITTERED = 30;
  private static final int NEAR_OF_BOX = 30;
  private static final int NEGATIVES_OF_IMAGE = 60;
  private static final int HARD_OF_IMAGE = 60;
  private static final int ROUNDS = 3;

  /** Images that are searched for hard negatives in a round: they take most of the time. */
  private static final int SEARCHED = 60;

  /** Of the regression that is kept, and of those that only find hard negatives. */
  private static final int STEPS = 120;

  private static final int SEARCH_STEPS = 40;

  private static final int STAGES = 3;
  private static final double RIDGE = .5;

  /** Residuals are smaller in training than in new images, so each stage goes part of the way. */
  private static final double PART_IN_TRAINING = .6;

  private static final double C = 3e-4 * 8000;
  private static final double SHIFT = .12;
  private static final double GROWTH = .18;

  private final int components;
  private final int whiteningWindows;

  public RoiHead() {
    this(256, 1200);
  }

  RoiHead(int components, int whiteningWindows) {
    this.components = components;
    this.whiteningWindows = whiteningWindows;
  }

  @Override
  public String name() {
    return "roi";
  }

  @Override
  public boolean probabilities() {
    return true;
  }

  /** Windows of one image that overlap a labeled box, their features, and that box. */
  private static final class Near {
    private List<Box> windows = new ArrayList<>();
    private final List<Box> targets = new ArrayList<>();
    private final List<Integer> labels = new ArrayList<>();
    private float[] features;
  }

  @Override
  public BoxModel<MapPyramid> load(byte[] saved) throws IOException {
    return RoiModel.load(saved);
  }

  @Override
  public BoxModel<MapPyramid> train(List<LabeledImage<MapPyramid>> images, long seed) {
    List<String> labels =
        List.copyOf(
            new TreeSet<>(
                images.stream()
                    .flatMap(image -> image.boxes().stream())
                    .map(LabeledBox::label)
                    .toList()));
    if (labels.isEmpty()) {
      throw new IllegalArgumentException(
          "A model needs labeled boxes; the " + images.size() + " images have none.");
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<SizedImage> sized = new ArrayList<>();
    for (LabeledImage<MapPyramid> image : images) {
      MapPyramid pyramid = image.features().get();
      sized.add(new SizedImage(pyramid.width(), pyramid.height(), image.boxes()));
    }
    WindowGrid grid = WindowGrid.fit(sized);
    Whitening whitening = whitening(images, grid, random);
    List<Near> near = new ArrayList<>();
    List<List<float[]>> negatives = new ArrayList<>();
    for (LabeledImage<MapPyramid> image : images) {
      IntegralMaps maps = new IntegralMaps(image.features().get());
      List<Box> windows = grid.windows(maps.width(), maps.height());
      Near of = near(image, labels, maps, windows, random);
      of.features = whitening.apply(maps.pool(of.windows));
      near.add(of);
      List<Box> others = negatives(image, windows);
      shuffle(others, NEGATIVES_OF_IMAGE, random);
      others = others.subList(0, Math.min(NEGATIVES_OF_IMAGE, others.size()));
      negatives.add(new ArrayList<>(List.of(whitening.apply(maps.pool(others)))));
    }
    LinearMap classifier = null;
    float[] positives = positives(near, whitening.outputs());
    int[] classes = classes(near);
    for (int round = 0; round < ROUNDS; round++) {
      int steps = round < ROUNDS - 1 ? SEARCH_STEPS : STEPS;
      classifier =
          classifier(positives, classes, negatives, labels.size(), whitening.outputs(), steps);
      if (round < ROUNDS - 1) {
        LinearMap behind = whitening.behind(classifier.weights(), classifier.constants());
        for (int i : shuffled(images.size(), SEARCHED, random)) {
          negatives.get(i).add(hard(images.get(i), grid, behind, whitening));
        }
      }
    }
    List<LinearMap> cascade = cascade(images, near, whitening);
    return new RoiModel(
        labels,
        grid,
        whitening.behind(classifier.weights(), classifier.constants()),
        cascade.stream()
            .map(stage -> whitening.behind(stage.weights(), stage.constants()))
            .toList());
  }

  private Whitening whitening(
      List<LabeledImage<MapPyramid>> images, WindowGrid grid, SplittableRandom random) {
    int each = Math.max(8, Math.ceilDiv(whiteningWindows, images.size()));
    List<float[]> pooled = new ArrayList<>();
    int dimensions = 0;
    for (int i : shuffled(images.size(), whiteningWindows / each, random)) {
      IntegralMaps maps = new IntegralMaps(images.get(i).features().get());
      List<Box> windows = grid.windows(maps.width(), maps.height());
      shuffle(windows, each, random);
      pooled.add(maps.pool(windows.subList(0, Math.min(each, windows.size()))));
      dimensions = maps.dimensions();
    }
    float[] features = concatenate(pooled);
    return Whitening.fit(features, features.length / dimensions, dimensions, components);
  }

  private static Near near(
      LabeledImage<MapPyramid> image,
      List<String> labels,
      IntegralMaps maps,
      List<Box> windows,
      SplittableRandom random) {
    Near near = new Near();
    for (LabeledBox labeled : image.boxes()) {
      List<Box> of =
          new ArrayList<>(windows.stream().filter(w -> w.overlap(labeled.box()) > NEAR).toList());
      shuffle(of, NEAR_OF_BOX, random);
      List<Box> chosen = new ArrayList<>(of.subList(0, Math.min(NEAR_OF_BOX, of.size())));
      chosen.add(labeled.box());
      for (int i = 1; i < JITTERED; i++) {
        chosen.add(jittered(labeled.box(), maps, random));
      }
      for (Box window : chosen) {
        near.windows.add(window);
        near.targets.add(labeled.box());
        near.labels.add(labels.indexOf(labeled.label()));
      }
    }
    return near;
  }

  private static Box jittered(Box box, IntegralMaps maps, SplittableRandom random) {
    for (int attempt = 0; attempt < 20; attempt++) {
      Box moved =
          Box.centered(
                  box.centerX() + SHIFT * random.nextGaussian() * box.width(),
                  box.centerY() + SHIFT * random.nextGaussian() * box.height(),
                  box.width() * Math.exp(GROWTH * random.nextGaussian()),
                  box.height() * Math.exp(GROWTH * random.nextGaussian()))
              .inside(maps.width(), maps.height());
      if (moved.overlap(box) > NEAR) {
        return moved;
      }
    }
    return box;
  }

  private static List<Box> negatives(LabeledImage<MapPyramid> image, List<Box> windows) {
    List<Box> negatives = new ArrayList<>(windows);
    negatives.removeIf(
        w -> image.boxes().stream().anyMatch(labeled -> labeled.box().overlap(w) >= NEGATIVE));
    return negatives;
  }

  private static boolean positive(Near near, int window) {
    return near.windows.get(window).overlap(near.targets.get(window)) > POSITIVE;
  }

  private static float[] positives(List<Near> all, int inputs) {
    List<float[]> rows = new ArrayList<>();
    for (Near near : all) {
      for (int i = 0; i < near.windows.size(); i++) {
        if (positive(near, i)) {
          rows.add(Arrays.copyOfRange(near.features, i * inputs, (i + 1) * inputs));
        }
      }
    }
    return concatenate(rows);
  }

  private static int[] classes(List<Near> all) {
    return all.stream()
        .flatMapToInt(
            near ->
                IntStream.range(0, near.windows.size())
                    .filter(i -> positive(near, i))
                    .map(near.labels::get))
        .toArray();
  }

  /** Background weighs as much as all labels together, and each label as any other. */
  private static LinearMap classifier(
      float[] positives,
      int[] labels,
      List<List<float[]>> negatives,
      int outputs,
      int inputs,
      int steps) {
    float[] background = concatenate(negatives.stream().flatMap(List::stream).toList());
    float[] features = concatenate(List.of(positives, background));
    int rows = features.length / inputs;
    int[] classes = Arrays.copyOf(labels, rows);
    Arrays.fill(classes, labels.length, rows, outputs);
    int[] counts = new int[outputs + 1];
    for (int of : classes) {
      counts[of]++;
    }
    double[] weights = new double[outputs + 1];
    for (int o = 0; o <= outputs; o++) {
      weights[o] = rows / 2.0 / (o < outputs ? outputs : 1) / Math.max(1, counts[o]);
    }
    return Softmax.train(features, classes, inputs, outputs, weights, C / rows, steps);
  }

  /** Features of the background windows that are most like a label. */
  private static float[] hard(
      LabeledImage<MapPyramid> image, WindowGrid grid, LinearMap classifier, Whitening whitening) {
    IntegralMaps maps = new IntegralMaps(image.features().get());
    List<Box> windows = negatives(image, grid.windows(maps.width(), maps.height()));
    float[] likeness = RoiModel.best(RoiModel.probabilities(maps, windows, classifier), classifier);
    List<Box> hardest =
        windows.isEmpty()
            ? List.of()
            : IntStream.of(RoiModel.largest(likeness, HARD_OF_IMAGE))
                .mapToObj(windows::get)
                .toList();
    return whitening.apply(maps.pool(hardest));
  }

  /** Each stage learns from the windows that the one before has moved. */
  private static List<LinearMap> cascade(
      List<LabeledImage<MapPyramid>> images, List<Near> near, Whitening whitening) {
    List<LinearMap> stages = new ArrayList<>();
    for (int stage = 0; stage < STAGES; stage++) {
      LinearMap regression = ridge(near, whitening.outputs());
      stages.add(regression);
      for (int i = 0; i < images.size() && stage < STAGES - 1; i++) {
        Near of = near.get(i);
        if (of.windows.isEmpty()) {
          continue;
        }
        IntegralMaps maps = new IntegralMaps(images.get(i).features().get());
        float[] deltas = regression.apply(of.features);
        of.windows = RoiModel.moved(of.windows, deltas, PART_IN_TRAINING, maps);
        of.features = whitening.apply(maps.pool(of.windows));
      }
    }
    return stages;
  }

  private static LinearMap ridge(List<Near> near, int inputs) {
    float[] x = concatenate(near.stream().map(of -> of.features).toList());
    int rows = x.length / inputs;
    float[] y = new float[rows * BoxDeltas.COUNT];
    int row = 0;
    for (Near of : near) {
      for (int i = 0; i < of.windows.size(); i++) {
        BoxDeltas.put(of.windows.get(i), of.targets.get(i), y, BoxDeltas.COUNT * row++);
      }
    }
    float[] meanX = center(x, rows, inputs);
    float[] meanY = center(y, rows, BoxDeltas.COUNT);
    float[] square = Linear.multiplyTransposed(x, x, rows, inputs, inputs);
    for (int i = 0; i < inputs; i++) {
      square[i * inputs + i] += (float) (rows * RIDGE);
    }
    float[] weights =
        Linear.solve(
            square,
            Linear.multiplyTransposed(x, y, rows, inputs, BoxDeltas.COUNT),
            inputs,
            BoxDeltas.COUNT);
    float[] shift = Linear.multiply(meanX, weights, 1, inputs, BoxDeltas.COUNT);
    for (int o = 0; o < BoxDeltas.COUNT; o++) {
      shift[o] = meanY[o] - shift[o];
    }
    return new LinearMap(weights, shift);
  }

  private static float[] center(float[] values, int rows, int columns) {
    float[] mean = new float[columns];
    for (int c = 0; c < columns; c++) {
      double sum = 0;
      for (int r = 0; r < rows; r++) {
        sum += values[r * columns + c];
      }
      mean[c] = (float) (sum / rows);
      for (int r = 0; r < rows; r++) {
        values[r * columns + c] -= mean[c];
      }
    }
    return mean;
  }

  /** Puts random ones to the front. */
  private static void shuffle(List<Box> boxes, int count, SplittableRandom random) {
    for (int i = 0; i < Math.min(count, boxes.size()); i++) {
      int other = random.nextInt(i, boxes.size());
      boxes.set(i, boxes.set(other, boxes.get(i)));
    }
  }

  private static int[] shuffled(int size, int most, SplittableRandom random) {
    int[] order = IntStream.range(0, size).toArray();
    for (int i = 0; i < Math.min(most, size); i++) {
      int other = random.nextInt(i, size);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return Arrays.copyOf(order, Math.min(Math.max(1, most), size));
  }

  private static float[] concatenate(List<float[]> parts) {
    float[] all = new float[parts.stream().mapToInt(part -> part.length).sum()];
    int to = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, to, part.length);
      to += part.length;
    }
    return all;
  }
}
