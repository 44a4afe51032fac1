package dev.labelops.learning.boxes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What {@link RoiHead} trained. Immutable and thread-safe.
 *
 * @param labels in the order of the classifier's outputs
 * @param grid in which windows are scored
 * @param classifier logits of the labels against background
 * @param cascade stages that move a window
 */
record RoiModel(List<String> labels, WindowGrid grid, LinearMap classifier, List<LinearMap> cascade)
    implements BoxModel<MapPyramid> {
  private static final int MOST_WINDOWS = 200;
  private static final int MOST_BOXES = 10;
  private static final double PART = .8;
  private static final double SAME = .6;
  private static final int FORMAT = 0x524f4931;
  private static final int MOST_WEIGHTS = 1 << 24;

  @Override
  public List<ScoredBox> detect(MapPyramid features) {
    IntegralMaps maps = new IntegralMaps(features);
    List<Box> all = grid.windows(maps.width(), maps.height());
    if (all.isEmpty()) {
      return List.of();
    }
    int outputs = labels.size();
    float[] dense = probabilities(maps, all, classifier);
    float[] likeness = best(dense, classifier);
    int[] order = largest(likeness, MOST_WINDOWS);
    List<Box> windows = IntStream.of(order).mapToObj(all::get).toList();
    float[] pooled = maps.pool(windows);
    for (LinearMap stage : cascade) {
      windows = moved(windows, stage.apply(pooled), PART, maps);
      pooled = maps.pool(windows);
    }
    float[] refined = classifier.apply(pooled);
    Softmax.probabilities(refined, outputs);
    List<ScoredBox> scored = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      int best = 0;
      double score = -1;
      for (int o = 0; o < outputs; o++) {
        double mean = (refined[i * outputs + o] + dense[order[i] * outputs + o]) / 2.0;
        if (mean > score) {
          best = o;
          score = mean;
        }
      }
      scored.add(new ScoredBox(labels.get(best), windows.get(i), score));
    }
    return Suppression.of(scored, MOST_BOXES).stream().map(box -> voted(box, scored)).toList();
  }

  /** The mean of the windows of the label around the best, weighted by the score's fourth power. */
  private static ScoredBox voted(ScoredBox best, List<ScoredBox> all) {
    double[] sides = new double[4];
    double sum = 0;
    for (ScoredBox other : all) {
      if (other.label().equals(best.label()) && other.box().overlap(best.box()) > SAME) {
        double weight = Math.pow(other.score(), 4);
        sides[0] += weight * other.box().left();
        sides[1] += weight * other.box().top();
        sides[2] += weight * other.box().right();
        sides[3] += weight * other.box().bottom();
        sum += weight;
      }
    }
    return sum == 0
        ? best
        : new ScoredBox(
            best.label(),
            new Box(sides[0] / sum, sides[1] / sum, sides[2] / sum, sides[3] / sum),
            best.score());
  }

  /** Of each label in each window: windows x labels. */
  static float[] probabilities(IntegralMaps maps, List<Box> windows, LinearMap classifier) {
    float[] logits =
        classifier.withConstants(maps.project(windows, classifier.weights(), classifier.outputs()));
    Softmax.probabilities(logits, classifier.outputs());
    return logits;
  }

  /** The most probable label's probability in each window. */
  static float[] best(float[] probabilities, LinearMap classifier) {
    int outputs = classifier.outputs();
    float[] best = new float[probabilities.length / outputs];
    for (int i = 0; i < probabilities.length; i++) {
      best[i / outputs] = Math.max(best[i / outputs], probabilities[i]);
    }
    return best;
  }

  /** Places of the largest values, largest first: of ten thousands, sorted without objects. */
  static int[] largest(float[] values, int count) {
    float[] sorted = values.clone();
    Arrays.sort(sorted);
    float least = sorted[Math.max(0, sorted.length - count)];
    return IntStream.range(0, values.length)
        .filter(i -> values[i] >= least)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> values[i]).reversed())
        .limit(count)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  static List<Box> moved(List<Box> windows, float[] deltas, double part, IntegralMaps maps) {
    return IntStream.range(0, windows.size())
        .mapToObj(
            i ->
                BoxDeltas.move(
                    windows.get(i), deltas, BoxDeltas.COUNT * i, part, maps.width(), maps.height()))
        .toList();
  }

  @Override
  public byte[] save() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(FORMAT);
      out.writeInt(labels.size());
      for (String label : labels) {
        out.writeUTF(label);
      }
      write(out, grid.sizes());
      write(out, grid.shapes());
      out.writeDouble(grid.density());
      out.writeInt(cascade.size());
      write(out, classifier);
      for (LinearMap stage : cascade) {
        write(out, stage);
      }
    } catch (IOException e) {
      throw new IllegalStateException("A model in memory could not be written.", e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, double[] values) throws IOException {
    out.writeInt(values.length);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  private static void write(DataOutputStream out, LinearMap map) throws IOException {
    for (float[] values : List.of(map.weights(), map.constants())) {
      out.writeInt(values.length);
      for (float value : values) {
        out.writeFloat(value);
      }
    }
  }

  /**
   * The model that {@link #save} wrote.
   *
   * @throws IOException in a sentence, when it is not such a model
   */
  static RoiModel load(byte[] saved) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(saved));
    if (in.readInt() != FORMAT) {
      throw new IOException("This is not a model of the head over a backbone's maps.");
    }
    List<String> labels = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      labels.add(in.readUTF());
    }
    WindowGrid grid = new WindowGrid(doubles(in), doubles(in), in.readDouble());
    int stages = in.readInt();
    LinearMap classifier = linear(in, labels.size());
    List<LinearMap> cascade = new ArrayList<>();
    for (int i = 0; i < stages; i++) {
      cascade.add(linear(in, BoxDeltas.COUNT));
    }
    return new RoiModel(List.copyOf(labels), grid, classifier, List.copyOf(cascade));
  }

  private static int count(DataInputStream in) throws IOException {
    int count = in.readInt();
    if (count < 0 || count > MOST_WEIGHTS) {
      throw new IOException(
          "The model of the head over a backbone's maps has " + count + " values.");
    }
    return count;
  }

  private static double[] doubles(DataInputStream in) throws IOException {
    double[] values = new double[count(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  private static LinearMap linear(DataInputStream in, int outputs) throws IOException {
    float[][] parts = new float[2][];
    for (int part = 0; part < 2; part++) {
      parts[part] = new float[count(in)];
      for (int i = 0; i < parts[part].length; i++) {
        parts[part][i] = in.readFloat();
      }
    }
    if (parts[1].length != outputs || parts[0].length % outputs != 0) {
      throw new IOException("The model's weights do not fit its " + outputs + " outputs.");
    }
    return new LinearMap(parts[0], parts[1]);
  }

  @Override
  public void close() {
    // All of it is on the heap.
  }
}
