package dev.labelops.learning.backbone;

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
    float[][] planes = new float[3][];
    Kernel across = kernel(image.width(), width);
    Kernel down = kernel(image.height(), height);
    for (int c = 0; c < 3; c++) {
      float[] narrow = new float[image.height() * width];
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int i = 0; i < across.weights[x].length; i++) {
            int source = 3 * (y * image.width() + across.first[x] + i) + c;
            sum += across.weights[x][i] * (image.rgb()[source] & 255);
          }
          narrow[y * width + x] = clamp(sum);
        }
      }
      planes[c] = new float[height * width];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          double sum = 0;
          for (int i = 0; i < down.weights[y].length; i++) {
            sum += down.weights[y][i] * narrow[(down.first[y] + i) * width + x];
          }
          planes[c][y * width + x] = clamp(sum);
        }
      }
    }
    return planes;
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
    return (float) Math.clamp(value, 0, 255);
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
