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
   * into the maps first, which are far fewer places than the windows have cells.
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
        for (int cell = 0; cell < map.grid * map.grid; cell++) {
          float[] plane = multiply(map, weights, offset, outputs);
          offset += map.channels * outputs;
          for (int i = 0; i < level.length; i++) {
            if (level[i] == l) {
              add(map, plane, windows.get(i), cell, outputs, results, i * outputs);
            }
          }
        }
      }
    }
    return results;
  }

  private static float[] multiply(Summed map, float[] weights, int offset, int outputs) {
    int places = (map.height + 1) * (map.width + 1);
    float[] plane = new float[places * outputs];
    for (int p = 0; p < places; p++) {
      for (int o = 0; o < outputs; o++) {
        float sum = 0;
        int from = p * map.channels;
        int weight = offset + o;
        for (int c = 0; c < map.channels; c++, weight += outputs) {
          sum += map.sums[from + c] * weights[weight];
        }
        plane[p * outputs + o] = sum;
      }
    }
    return plane;
  }

  private void add(
      Summed map, float[] plane, Box window, int cell, int outputs, float[] results, int to) {
    int grid = map.grid;
    double r = cell / grid;
    double q = cell % grid;
    double sx = (double) map.width / width;
    double sy = (double) map.height / height;
    double cellWidth = window.width() / grid;
    double cellHeight = window.height() / grid;
    double x0 = Math.clamp((window.left() + q * cellWidth) * sx, 0, map.width);
    double x1 = Math.clamp((window.left() + (q + 1) * cellWidth) * sx, 0, map.width);
    double y0 = Math.clamp((window.top() + r * cellHeight) * sy, 0, map.height);
    double y1 = Math.clamp((window.top() + (r + 1) * cellHeight) * sy, 0, map.height);
    float area = (float) Math.max((y1 - y0) * (x1 - x0), 1e-3);
    for (int o = 0; o < outputs; o++) {
      results[to + o] +=
          (at(map, plane, y1, x1, outputs, o)
                  - at(map, plane, y0, x1, outputs, o)
                  - at(map, plane, y1, x0, outputs, o)
                  + at(map, plane, y0, x0, outputs, o))
              / area;
    }
  }

  private static float at(Summed map, float[] plane, double y, double x, int outputs, int o) {
    int y0 = Math.min((int) y, map.height - 1);
    int x0 = Math.min((int) x, map.width - 1);
    float fy = (float) (y - y0);
    float fx = (float) (x - x0);
    int row = (map.width + 1) * outputs;
    int from = y0 * row + x0 * outputs + o;
    float upper = plane[from] * (1 - fx) + plane[from + outputs] * fx;
    float lower = plane[from + row] * (1 - fx) + plane[from + row + outputs] * fx;
    return upper * (1 - fy) + lower * fy;
  }
}
