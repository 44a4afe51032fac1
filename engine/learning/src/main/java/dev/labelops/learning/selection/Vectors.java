package dev.labelops.learning.selection;

/** Arithmetic on rows of features. */
final class Vectors {
  private Vectors() {}

  static double squaredDistance(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      double d = a[i] - b[i];
      sum += d * d;
    }
    return sum;
  }

  /** Unit length, so that the squared distance is 2 - 2 cosine; a zero row stays zero. */
  static float[] normalised(float[] row) {
    double squares = 0;
    for (float value : row) {
      squares += (double) value * value;
    }
    double length = Math.sqrt(squares);
    float[] unit = new float[row.length];
    for (int i = 0; length > 0 && i < row.length; i++) {
      unit[i] = (float) (row[i] / length);
    }
    return unit;
  }
}
