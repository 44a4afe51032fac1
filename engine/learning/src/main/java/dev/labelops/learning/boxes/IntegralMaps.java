package dev.labelops.learning.boxes;

import dev.labelops.learning.backbone.FeatureMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Integral images of a {@link MapPyramid}: means over any window in constant time.
 *
 * <p>A window reads the level in which it is about 90 pixels large. On each map it has a grid of
 * cells, 4 x 4, on maps of a stride above 16 pixels 2 x 2; its features are the means of each
 * channel over each cell.
 */
final class IntegralMaps {
  private static final double BEST_SIZE = 90;
  private static final int FINE_STRIDE = 16;

  /**
   * sums[(y * (width + 1) + x) * channels + c] is the sum of channel c above and left of (y, x).
   */
  private record Summed(int grid, int channels, int height, int width, float[] sums) {}

  private final int width;
  private final int height;
  private final double[] scales;
  private final List<List<Summed>> levels = new ArrayList<>();

  IntegralMaps(MapPyramid pyramid) {
    width = pyramid.width();
    height = pyramid.height();
    scales = pyramid.levels().stream().mapToDouble(MapPyramid.Level::scale).toArray();
    for (MapPyramid.Level level : pyramid.levels()) {
      levels.add(level.maps().stream().map(IntegralMaps::summed).toList());
    }
  }

  private static Summed summed(FeatureMap map) {
    int channels = map.channels();
    int row = (map.width() + 1) * channels;
    float[] sums = new float[(map.height() + 1) * row];
    for (int c = 0; c < channels; c++) {
      for (int y = 0; y < map.height(); y++) {
        double along = 0;
        int from = (c * map.height() + y) * map.width();
        for (int x = 0; x < map.width(); x++) {
          along += map.values()[from + x];
          int to = (y + 1) * row + (x + 1) * channels + c;
          sums[to] = (float) (sums[to - row] + along);
        }
      }
    }
    return new Summed(
        map.stride() > FINE_STRIDE ? 2 : 4, channels, map.height(), map.width(), sums);
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  /** Features of a window. */
  int dimensions() {
    return levels.getFirst().stream().mapToInt(map -> map.grid * map.grid * map.channels).sum();
  }

  private int level(Box window) {
    double size = Math.sqrt(window.width() * window.height());
    int best = 0;
    for (int l = 1; l < scales.length; l++) {
      if (Math.abs(Math.log(size * scales[l] / BEST_SIZE))
          < Math.abs(Math.log(size * scales[best] / BEST_SIZE))) {
        best = l;
      }
    }
    return best;
  }

  /** Map by map, cell by cell in rows, channel by channel; one row per window. */
  float[] pool(List<Box> windows) {
    int dimensions = dimensions();
    float[] features = new float[windows.size() * dimensions];
    for (int i = 0; i < windows.size(); i++) {
      int to = i * dimensions;
      for (Summed map : levels.get(level(windows.get(i)))) {
        pool(map, windows.get(i), features, to);
        to += map.grid * map.grid * map.channels;
      }
    }
    return features;
  }

  private void pool(Summed map, Box window, float[] features, int to) {
    int grid = map.grid;
    int channels = map.channels;
    double[] xs = edges(window.left(), window.right(), (double) map.width / width, map.width, grid);
    double[] ys =
        edges(window.top(), window.bottom(), (double) map.height / height, map.height, grid);
    float[] corners = new float[(grid + 1) * (grid + 1) * channels];
    for (int r = 0; r <= grid; r++) {
      for (int q = 0; q <= grid; q++) {
        interpolate(map, ys[r], xs[q], corners, (r * (grid + 1) + q) * channels);
      }
    }
    for (int r = 0; r < grid; r++) {
      for (int q = 0; q < grid; q++) {
        float area = (float) Math.max((ys[r + 1] - ys[r]) * (xs[q + 1] - xs[q]), 1e-3);
        int leftUpper = (r * (grid + 1) + q) * channels;
        int leftLower = leftUpper + (grid + 1) * channels;
        for (int c = 0; c < channels; c++) {
          features[to++] =
              (corners[leftLower + channels + c]
                      - corners[leftUpper + channels + c]
                      - corners[leftLower + c]
                      + corners[leftUpper + c])
                  / area;
        }
      }
    }
  }

  /** The cells' edges in places of the map. */
  private static double[] edges(double from, double to, double scale, int places, int grid) {
    double[] edges = new double[grid + 1];
    for (int i = 0; i <= grid; i++) {
      edges[i] = Math.clamp((from + (to - from) * i / grid) * scale, 0, places);
    }
    return edges;
  }

  private static void interpolate(Summed map, double y, double x, float[] values, int to) {
    int y0 = Math.min((int) y, map.height - 1);
    int x0 = Math.min((int) x, map.width - 1);
    float fy = (float) (y - y0);
    float fx = (float) (x - x0);
    int row = (map.width + 1) * map.channels;
    int at = y0 * row + x0 * map.channels;
    for (int c = 0; c < map.channels; c++) {
      float upper = map.sums[at + c] * (1 - fx) + map.sums[at + map.channels + c] * fx;
      float lower = map.sums[at + row + c] * (1 - fx) + map.sums[at + row + map.channels + c] * fx;
      values[to + c] = upper * (1 - fy) + lower * fy;
    }
  }

  /**
   * Linear functions of the windows' features, without the features: the weights are multiplied
   * into the maps first, which are far fewer places than the windows have cells. Fastest when
   * windows of one height follow each other, row by row.
   *
   * @param weights dimensions() x outputs
   * @return windows x outputs
   */
  float[] project(List<Box> windows, float[] weights, int outputs) {
    float[] results = new float[windows.size() * outputs];
    int[] level = windows.stream().mapToInt(this::level).toArray();
    for (int l = 0; l < levels.size(); l++) {
      int here = l;
      if (Arrays.stream(level).noneMatch(of -> of == here)) {
        continue;
      }
      int offset = 0;
      for (Summed map : levels.get(l)) {
        float[][] projected = new float[map.grid][];
        for (int r = 0; r < map.grid; r++) {
          projected[r] = projected(map, weights, offset, outputs);
          offset += map.grid * map.channels * outputs;
        }
        add(map, projected, windows, level, l, results);
      }
    }
    return results;
  }

  /** One row of cells: the sums times the weights of each cell, places x (cells x outputs). */
  private static float[] projected(Summed map, float[] weights, int offset, int outputs) {
    int columns = map.grid * outputs;
    float[] byChannel = new float[map.channels * columns];
    for (int q = 0; q < map.grid; q++) {
      for (int c = 0; c < map.channels; c++) {
        System.arraycopy(
            weights,
            offset + (q * map.channels + c) * outputs,
            byChannel,
            c * columns + q * outputs,
            outputs);
      }
    }
    int places = (map.height + 1) * (map.width + 1);
    return Linear.multiply(map.sums, byChannel, places, map.channels, columns);
  }

  /** Adds the cells of each window of the level. */
  private void add(
      Summed map, float[][] projected, List<Box> windows, int[] level, int here, float[] results) {
    int grid = map.grid;
    int outputs = results.length / windows.size();
    float[][] bands = new float[grid][(map.width + 1) * grid * outputs];
    double top = Double.NaN;
    double bottom = Double.NaN;
    double[] ys = {};
    for (int i = 0; i < level.length; i++) {
      if (level[i] != here) {
        continue;
      }
      Box window = windows.get(i);
      if (window.top() != top || window.bottom() != bottom) {
        top = window.top();
        bottom = window.bottom();
        ys = edges(top, bottom, (double) map.height / height, map.height, grid);
        for (int r = 0; r < grid; r++) {
          band(map, projected[r], ys[r], ys[r + 1], bands[r]);
        }
      }
      double[] xs =
          edges(window.left(), window.right(), (double) map.width / width, map.width, grid);
      for (int r = 0; r < grid; r++) {
        for (int q = 0; q < grid; q++) {
          float part = (float) (1 / Math.max((ys[r + 1] - ys[r]) * (xs[q + 1] - xs[q]), 1e-3));
          add(map, bands[r], xs[q + 1], q, part, results, i * outputs, outputs);
          add(map, bands[r], xs[q], q, -part, results, i * outputs, outputs);
        }
      }
    }
  }

  /** What lies between two heights, above and left of each column of places. */
  private static void band(
      Summed map, float[] projected, double upper, double lower, float[] band) {
    int y0 = Math.min((int) upper, map.height - 1) * band.length;
    int y1 = Math.min((int) lower, map.height - 1) * band.length;
    float f0 = (float) (upper - Math.min((int) upper, map.height - 1));
    float f1 = (float) (lower - Math.min((int) lower, map.height - 1));
    for (int i = 0; i < band.length; i++) {
      band[i] =
          projected[y1 + i] * (1 - f1)
              + projected[y1 + band.length + i] * f1
              - projected[y0 + i] * (1 - f0)
              - projected[y0 + band.length + i] * f0;
    }
  }

  private static void add(
      Summed map,
      float[] band,
      double x,
      int cell,
      float part,
      float[] results,
      int to,
      int outputs) {
    int x0 = Math.min((int) x, map.width - 1);
    float right = (float) (x - x0) * part;
    float left = part - right;
    int columns = map.grid * outputs;
    int from = x0 * columns + cell * outputs;
    for (int o = 0; o < outputs; o++) {
      results[to + o] += band[from + o] * left + band[from + columns + o] * right;
    }
  }
}
