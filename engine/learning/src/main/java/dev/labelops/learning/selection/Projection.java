package dev.labelops.learning.selection;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Short, unit-length rows for clustering, from embeddings or texts of any length: distances of
 * 1,280 numbers are not worth their time. A random projection keeps them (Achlioptas,
 * "Database-friendly random projections", 2003) and needs no training, unlike a principal component
 * analysis.
 */
public final class Projection {
  private static final int DIMENSIONS = 64;

  private Projection() {}

  /**
   * Of embeddings, each dimension centred and scaled first, because a network's outputs differ in
   * size.
   *
   * @param embeddings a row per object
   * @return a row of 64 numbers per object
   */
  public static float[][] ofEmbeddings(float[][] embeddings, long seed) {
    int dimensions = embeddings.length == 0 ? 0 : embeddings[0].length;
    double[] mean = new double[dimensions];
    double[] squares = new double[dimensions];
    for (float[] row : embeddings) {
      for (int i = 0; i < dimensions; i++) {
        mean[i] += row[i] / (double) embeddings.length;
        squares[i] += (double) row[i] * row[i] / embeddings.length;
      }
    }
    List<float[]> rows = new ArrayList<>();
    for (float[] row : embeddings) {
      int[] index = new int[dimensions];
      double[] value = new double[dimensions];
      for (int i = 0; i < dimensions; i++) {
        double deviation = Math.sqrt(Math.max(0, squares[i] - mean[i] * mean[i]));
        index[i] = i;
        value[i] = deviation > 1e-9 ? (row[i] - mean[i]) / deviation : 0;
      }
      rows.add(of(index, value, seed));
    }
    return rows.toArray(float[][]::new);
  }

  /**
   * Of one sparse row, as the hashed words of a text.
   *
   * @param index dimensions that are not zero
   * @param value of each of them
   */
  public static float[] of(int[] index, double[] value, long seed) {
    double[] sums = new double[DIMENSIONS];
    for (int i = 0; i < index.length; i++) {
      // 64 random signs of this dimension, the same in each row.
      long signs = new SplittableRandom(seed + 0x9E3779B97F4A7C15L * (index[i] + 1L)).nextLong();
      for (int d = 0; d < DIMENSIONS; d++) {
        sums[d] += (signs >>> d & 1) == 0 ? value[i] : -value[i];
      }
    }
    float[] row = new float[DIMENSIONS];
    for (int d = 0; d < DIMENSIONS; d++) {
      row[d] = (float) sums[d];
    }
    return Vectors.normalised(row);
  }
}
