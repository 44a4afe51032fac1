package dev.labelops.learning.selection;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Lloyd's k-means from k-means++ (Arthur and Vassilvitskii, 2007) seeds.
 *
 * <p>Not from a library, because the maintained ones copy each row into an object per point and
 * take their seed from their own generator; here the rows are the feature cache's arrays.
 */
final class KMeans {
  private static final int ITERATIONS = 25;

  private KMeans() {}

  /**
   * @param rows points, all of one length
   * @param k clusters; with fewer distinct points some clusters are empty
   * @return the cluster of each row, 0 to k - 1
   */
  static int[] clusters(float[][] rows, int k, RandomGenerator random) {
    float[][] centres = seeds(rows, Math.min(k, rows.length), random);
    int[] cluster = new int[rows.length];
    Arrays.fill(cluster, -1);
    for (int i = 0; i < ITERATIONS && assign(rows, centres, cluster); i++) {
      move(rows, centres, cluster);
    }
    return cluster;
  }

  private static float[][] seeds(float[][] rows, int k, RandomGenerator random) {
    float[][] centres = new float[k][];
    double[] distance = new double[rows.length];
    Arrays.fill(distance, Double.POSITIVE_INFINITY);
    for (int c = 0; c < k; c++) {
      centres[c] = rows[c == 0 ? random.nextInt(rows.length) : draw(distance, random)].clone();
      for (int r = 0; r < rows.length; r++) {
        distance[r] = Math.min(distance[r], Vectors.squaredDistance(rows[r], centres[c]));
      }
    }
    return centres;
  }

  /** An index with a probability proportional to its weight. */
  private static int draw(double[] weights, RandomGenerator random) {
    double left = random.nextDouble() * Arrays.stream(weights).sum();
    for (int i = 0; i < weights.length; i++) {
      left -= weights[i];
      if (left < 0) {
        return i;
      }
    }
    return random.nextInt(weights.length);
  }

  private static boolean assign(float[][] rows, float[][] centres, int[] cluster) {
    boolean changed = false;
    for (int r = 0; r < rows.length; r++) {
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < centres.length; c++) {
        double distance = Vectors.squaredDistance(rows[r], centres[c]);
        if (distance < least) {
          least = distance;
          best = c;
        }
      }
      changed |= cluster[r] != best;
      cluster[r] = best;
    }
    return changed;
  }

  private static void move(float[][] rows, float[][] centres, int[] cluster) {
    double[][] sums = new double[centres.length][rows[0].length];
    int[] sizes = new int[centres.length];
    for (int r = 0; r < rows.length; r++) {
      sizes[cluster[r]]++;
      for (int i = 0; i < rows[r].length; i++) {
        sums[cluster[r]][i] += rows[r][i];
      }
    }
    for (int c = 0; c < centres.length; c++) {
      for (int i = 0; sizes[c] > 0 && i < centres[c].length; i++) {
        centres[c][i] = (float) (sums[c][i] / sizes[c]);
      }
    }
  }
}
