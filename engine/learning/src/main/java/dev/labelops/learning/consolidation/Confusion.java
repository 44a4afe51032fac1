package dev.labelops.learning.consolidation;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is known of one worker's classes: how many answers are expected by true and given class.
 * Everything that earlier objects say of the worker is in it, so that they need not be read again.
 *
 * @param answers about objects that others answered too
 * @param counts by true class, then by given class; a pair that is missing is 0
 */
public record Confusion(long answers, SortedMap<String, SortedMap<String, Double>> counts) {
  /** Of a worker who has not answered. */
  public static final Confusion NONE = new Confusion(0, new TreeMap<>());

  /** Less than this of an answer is not kept. */
  private static final double LEAST = 1e-9;

  public Confusion {
    SortedMap<String, SortedMap<String, Double>> copy = new TreeMap<>();
    counts.forEach(
        (truth, row) -> copy.put(truth, Collections.unmodifiableSortedMap(new TreeMap<>(row))));
    counts = Collections.unmodifiableSortedMap(copy);
  }

  double count(String truth, String given) {
    SortedMap<String, Double> row = counts.get(truth);
    return row == null ? 0 : row.getOrDefault(given, 0.0);
  }

  /**
   * @param matrix true by given class, in the order of {@code classes}
   */
  static Confusion of(long answers, List<String> classes, double[][] matrix) {
    SortedMap<String, SortedMap<String, Double>> counts = new TreeMap<>();
    for (int t = 0; t < matrix.length; t++) {
      SortedMap<String, Double> row = new TreeMap<>();
      for (int g = 0; g < matrix.length; g++) {
        if (matrix[t][g] >= LEAST) {
          row.put(classes.get(g), matrix[t][g]);
        }
      }
      if (!row.isEmpty()) {
        counts.put(classes.get(t), row);
      }
    }
    return new Confusion(answers, counts);
  }
}
