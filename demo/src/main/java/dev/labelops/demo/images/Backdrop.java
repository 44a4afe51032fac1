package dev.labelops.demo.images;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.random.RandomGenerator;

/** Gradient of two colours with smooth noise of several grid sizes. */
final class Backdrop {
  private static final int[] GRIDS = {4, 8, 16, 32, 96};

  private Backdrop() {}

  static void paint(BufferedImage image, RandomGenerator random) {
    int width = image.getWidth();
    int height = image.getHeight();
    Graphics2D g = image.createGraphics();
    double angle = random.nextDouble(2 * Math.PI);
    float dx = (float) (Math.cos(angle) * width / 2);
    float dy = (float) (Math.sin(angle) * height / 2);
    g.setPaint(
        new GradientPaint(
            width / 2f - dx,
            height / 2f - dy,
            muted(random),
            width / 2f + dx,
            height / 2f + dy,
            muted(random)));
    g.fillRect(0, 0, width, height);
    g.dispose();

    double amplitude = random.nextDouble(3, 22);
    boolean grey = random.nextBoolean();
    float[] first = noise(width, height, amplitude, random);
    float[] second = grey ? first : noise(width, height, amplitude, random);
    float[] third = grey ? first : noise(width, height, amplitude, random);
    Pixels.each(image, (i, r, gr, b) -> Pixels.rgb(r + first[i], gr + second[i], b + third[i]));
  }

  private static Color muted(RandomGenerator random) {
    return Color.getHSBColor(
        random.nextFloat(), random.nextFloat(.05f, .55f), random.nextFloat(.25f, .95f));
  }

  private static float[] noise(int width, int height, double amplitude, RandomGenerator random) {
    float[] sum = new float[width * height];
    double share = amplitude / Math.sqrt(GRIDS.length);
    for (int cell : GRIDS) {
      addOctave(sum, width, height, cell, share, random);
    }
    return sum;
  }

  private static void addOctave(
      float[] sum, int width, int height, int cell, double sigma, RandomGenerator random) {
    int columns = width / cell + 4;
    int rows = height / cell + 4;
    float[] stretched = new float[rows * width];
    for (int row = 0; row < rows; row++) {
      float[] grid = new float[columns];
      for (int i = 0; i < columns; i++) {
        grid[i] = (float) (random.nextGaussian() * sigma);
      }
      for (int x = 0; x < width; x++) {
        int i = x / cell;
        float t = (float) (x % cell) / cell;
        stretched[row * width + x] = cubic(grid[i], grid[i + 1], grid[i + 2], grid[i + 3], t);
      }
    }
    for (int y = 0; y < height; y++) {
      int row = y / cell * width;
      float t = (float) (y % cell) / cell;
      for (int x = 0; x < width; x++) {
        int i = row + x;
        sum[y * width + x] +=
            cubic(
                stretched[i],
                stretched[i + width],
                stretched[i + 2 * width],
                stretched[i + 3 * width],
                t);
      }
    }
  }

  /** Catmull-Rom between b and c. */
  private static float cubic(float a, float b, float c, float d, float t) {
    return b + .5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
  }
}
