package dev.labelops.learning.bench;

import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.selection.Projection;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Embeddings around a centre per class. */
final class Synthetic {
  private static final double[] PARTS = {.40, .20, .15, .10, .06, .04, .03, .02};

  private Synthetic() {}

  /** Eight classes, of 40% to 2% of 1,000 objects, as in jobs where some classes are rare. */
  static Dataset unequalClasses() {
    return embeddings("synthetic, 8 unequal classes", 1000, PARTS, 64, .75, 1);
  }

  /**
   * @param separation of the class centres in each dimension, in deviations within a class
   */
  static Dataset equalClasses(int size, double separation, long seed) {
    return embeddings(
        "synthetic", size, new double[] {1 / 3.0, 1 / 3.0, 1 / 3.0}, 48, separation, seed);
  }

  private static Dataset embeddings(
      String name, int size, double[] parts, int dimensions, double separation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> truth = new ArrayList<>();
    List<float[]> embeddings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int label = draw(parts, random);
      truth.add("class " + label);
      float[] row = new float[dimensions];
      for (int d = 0; d < row.length; d++) {
        double centre = d % parts.length == label ? separation * Math.sqrt(parts.length / 3.0) : 0;
        row[d] = (float) (centre + random.nextGaussian());
      }
      embeddings.add(row);
    }
    StandardizedEmbedding features = StandardizedEmbedding.over("synthetic", embeddings);
    return new Dataset(
        name,
        features,
        embeddings.stream().map(features::row).toList(),
        Projection.ofEmbeddings(embeddings.toArray(float[][]::new), 1),
        truth);
  }

  private static int draw(double[] parts, SplittableRandom random) {
    double left = random.nextDouble();
    for (int label = 0; label < parts.length - 1; label++) {
      left -= parts[label];
      if (left < 0) {
        return label;
      }
    }
    return parts.length - 1;
  }
}
