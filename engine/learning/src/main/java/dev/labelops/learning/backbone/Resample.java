package dev.labelops.learning.backbone;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * Filters that resize images, with Pillow's numbers, because networks were trained on its results:
 * the filter is as wide as the source pixels of a target pixel, so that shrinking does not alias.
 */
public enum Resample {
  NEAREST(.5, x -> x >= -.5 && x < .5 ? 1 : 0),
  LANCZOS(3, x -> Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0),
  BILINEAR(1, x -> Math.max(0, 1 - Math.abs(x))),
  BICUBIC(2, Resample::cubic),
  BOX(.5, x -> x > -.5 && x <= .5 ? 1 : 0),
  HAMMING(1, x -> Math.abs(x) < 1 ? sinc(x) * (.54 + .46 * Math.cos(Math.PI * x)) : 0);

  private final double support;
  private final DoubleUnaryOperator filter;

  Resample(double support, DoubleUnaryOperator filter) {
    this.support = support;
    this.filter = filter;
  }

  /**
   * @return 3 planes (red, green, blue) of height x width values from 0 to 255, rows from the top
   */
  float[][] resize(RgbImage image, int width, int height) {
    Kernel across = kernel(image.width(), width);
    Kernel down = kernel(image.height(), height);
    float[] narrow = new float[image.height() * 3 * width];
    double[] row = new double[3 * image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int i = 0; i < row.length; i++) {
        row[i] = image.rgb()[y * row.length + i] & 255;
      }
      across(row, across, narrow, y * 3 * width);
    }
    float[][] planes = new float[3][height * width];
    double[] sums = new double[3 * width];
    for (int y = 0; y < height; y++) {
      down(narrow, down.first[y], down.weights[y], sums);
      for (int x = 0; x < width; x++) {
        for (int c = 0; c < 3; c++) {
          planes[c][y * width + x] = clamp(sums[3 * x + c]);
        }
      }
    }
    return planes;
  }

  /** Resizes a row; the channels of a pixel are summed side by side, which is much faster. */
  private static void across(double[] row, Kernel kernel, float[] narrow, int to) {
    for (int x = 0; x < kernel.first.length; x++) {
      int from = 3 * kernel.first[x];
      double red = 0;
      double green = 0;
      double blue = 0;
      for (double weight : kernel.weights[x]) {
        red += weight * row[from];
        green += weight * row[from + 1];
        blue += weight * row[from + 2];
        from += 3;
      }
      narrow[to + 3 * x] = clamp(red);
      narrow[to + 3 * x + 1] = clamp(green);
      narrow[to + 3 * x + 2] = clamp(blue);
    }
  }

  /** Row by row, so that the processor's vector instructions sum several columns at a time. */
  private static void down(float[] narrow, int first, double[] weights, double[] sums) {
    Arrays.fill(sums, 0);
    for (int i = 0; i < weights.length; i++) {
      double weight = weights[i];
      int from = (first + i) * sums.length;
      for (int k = 0; k < sums.length; k++) {
        sums[k] += weight * narrow[from + k];
      }
    }
  }

  /** first: source pixel of each target pixel's first weight. */
  private record Kernel(int[] first, double[][] weights) {}

  private Kernel kernel(int from, int to) {
    double scale = (double) from / to;
    double stretch = this == NEAREST ? 1 : Math.max(1, scale);
    int[] first = new int[to];
    double[][] weights = new double[to][];
    for (int t = 0; t < to; t++) {
      double centre = (t + .5) * scale;
      if (this == NEAREST) {
        first[t] = Math.min(from - 1, (int) centre);
        weights[t] = new double[] {1};
        continue;
      }
      first[t] = Math.max(0, (int) (centre - support * stretch + .5));
      int end = Math.min(from, (int) (centre + support * stretch + .5));
      weights[t] = new double[Math.max(1, end - first[t])];
      first[t] = Math.min(first[t], from - weights[t].length);
      double sum = 0;
      for (int i = 0; i < weights[t].length; i++) {
        weights[t][i] = filter.applyAsDouble((first[t] + i - centre + .5) / stretch);
        sum += weights[t][i];
      }
      for (int i = 0; i < weights[t].length; i++) {
        weights[t][i] /= sum;
      }
    }
    return new Kernel(first, weights);
  }

  private static float clamp(double value) {
    return (float) Math.min(255, Math.max(0, value));
  }

  private static double sinc(double x) {
    return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
  }

  /** Keys' cubic with a = -0.5. */
  private static double cubic(double x) {
    double a = Math.abs(x);
    if (a < 1) {
      return (1.5 * a - 2.5) * a * a + 1;
    }
    return a < 2 ? ((-.5 * a + 2.5) * a - 4) * a + 2 : 0;
  }
}
