package dev.labelops.learning.boxes;

import java.util.Arrays;
import java.util.PriorityQueue;
import java.util.SplittableRandom;

/**
 * Approximate nearest neighbours of points with many dimensions: randomized KD trees that are
 * searched together (Silpa-Anan and Hartley, "Optimised KD-trees for fast image descriptor
 * matching", CVPR 2008). In Java, because the FLANN of OpenCV's Java binding ended the process (ADR
 * 24). Thread-safe.
 */
final class KdForest {
  private static final int TREES = 4;
  private static final int CHECKS = 48;
  private static final int SAMPLED = 100;
  private static final int WIDEST = 5;

  /** Dimensions between two looks at whether a point is too far. */
  private static final int BLOCK = 32;

  private final float[] points;
  private final int dimensions;
  private final int size;

  /** Of inner nodes the axis, of leaves -1 - point. */
  private final int[] axis;

  private final float[] split;

  /** Children of inner nodes; the right one is the next. */
  private final int[] left;

  private final int[] roots = new int[TREES];
  private int nodes;

  private record Branch(double least, int node) implements Comparable<Branch> {
    @Override
    public int compareTo(Branch other) {
      int byDistance = Double.compare(least, other.least);
      return byDistance != 0 ? byDistance : Integer.compare(node, other.node);
    }
  }

  /**
   * @param points size x dimensions; kept
   */
  KdForest(float[] points, int dimensions, long seed) {
    this.points = points;
    this.dimensions = dimensions;
    this.size = points.length / dimensions;
    int capacity = Math.max(1, TREES * 2 * size);
    axis = new int[capacity];
    split = new float[capacity];
    left = new int[capacity];
    SplittableRandom random = new SplittableRandom(seed);
    int[] order = new int[size];
    for (int tree = 0; tree < TREES && size > 0; tree++) {
      for (int i = 0; i < size; i++) {
        order[i] = i;
      }
      for (int i = 0; i < size; i++) {
        swap(order, i, random.nextInt(i, size));
      }
      roots[tree] = nodes++;
      divide(roots[tree], order, 0, size, random);
    }
  }

  private void divide(int node, int[] order, int from, int to, SplittableRandom random) {
    if (to - from == 1) {
      axis[node] = -1 - order[from];
      return;
    }
    double[] mean = new double[dimensions];
    int by = chooseAxis(order, from, to, mean, random);
    float value = (float) mean[by];
    int middle = from;
    for (int i = from; i < to; i++) {
      if (points[order[i] * dimensions + by] < value) {
        swap(order, i, middle++);
      }
    }
    if (middle == from || middle == to) {
      // All equal: split in halves, so that the depth stays small.
      middle = (from + to) / 2;
    }
    axis[node] = by;
    split[node] = value;
    left[node] = nodes;
    nodes += 2;
    divide(left[node], order, from, middle, random);
    divide(left[node] + 1, order, middle, to, random);
  }

  /** One of the five of largest variance. */
  private int chooseAxis(int[] order, int from, int to, double[] mean, SplittableRandom random) {
    int count = Math.min(SAMPLED, to - from);
    double[] variance = new double[dimensions];
    for (int i = from; i < from + count; i++) {
      for (int d = 0; d < dimensions; d++) {
        double value = points[order[i] * dimensions + d];
        mean[d] += value / count;
        variance[d] += value * value / count;
      }
    }
    int[] widest = new int[Math.min(WIDEST, dimensions)];
    int found = 0;
    for (int d = 0; d < dimensions; d++) {
      variance[d] -= mean[d] * mean[d];
      int at = found < widest.length ? found++ : widest.length;
      while (at > 0 && variance[widest[at - 1]] < variance[d]) {
        if (at < widest.length) {
          widest[at] = widest[at - 1];
        }
        at--;
      }
      if (at < widest.length) {
        widest[at] = d;
      }
    }
    return widest[random.nextInt(found)];
  }

  private static void swap(int[] order, int a, int b) {
    int swapped = order[a];
    order[a] = order[b];
    order[b] = swapped;
  }

  /** A search of one thread: holds what is reused from query to query. */
  final class Search {
    private final int[] checkedIn = new int[size];
    private final PriorityQueue<Branch> branches = new PriorityQueue<>();
    private int query;
    private int checks;

    /**
     * Nearest first; -1 and infinity where there are fewer points than asked for.
     *
     * @param vectors queries x dimensions
     * @param at the query
     * @param neighbours filled in with indices of points
     * @param distances filled in with Euclidean distances
     */
    void nearest(float[] vectors, int at, int[] neighbours, double[] distances) {
      Arrays.fill(neighbours, -1);
      Arrays.fill(distances, Double.POSITIVE_INFINITY);
      if (size == 0) {
        return;
      }
      query++;
      checks = 0;
      branches.clear();
      for (int root : roots) {
        descend(root, 0, vectors, at, neighbours, distances);
      }
      while (checks < CHECKS && !branches.isEmpty()) {
        Branch branch = branches.poll();
        if (branch.least >= distances[distances.length - 1]) {
          break;
        }
        descend(branch.node, branch.least, vectors, at, neighbours, distances);
      }
      for (int i = 0; i < distances.length; i++) {
        distances[i] = Math.sqrt(distances[i]);
      }
    }

    private void descend(
        int from, double least, float[] vectors, int at, int[] neighbours, double[] distances) {
      int node = from;
      while (axis[node] >= 0) {
        double beyond = vectors[at * dimensions + axis[node]] - split[node];
        int near = beyond < 0 ? left[node] : left[node] + 1;
        int far = beyond < 0 ? left[node] + 1 : left[node];
        branches.add(new Branch(least + beyond * beyond, far));
        node = near;
      }
      int point = -1 - axis[node];
      if (checkedIn[point] == query) {
        return;
      }
      checkedIn[point] = query;
      checks++;
      double square = square(vectors, at, point, distances[distances.length - 1]);
      int to = distances.length;
      while (to > 0 && square < distances[to - 1]) {
        if (to < distances.length) {
          distances[to] = distances[to - 1];
          neighbours[to] = neighbours[to - 1];
        }
        to--;
      }
      if (to < distances.length) {
        distances[to] = square;
        neighbours[to] = point;
      }
    }

    /** The square of the distance, or some part of it that is already too large. */
    private double square(float[] vectors, int at, int point, double tooLarge) {
      int a = at * dimensions;
      int b = point * dimensions;
      int end = a + dimensions;
      float sum = 0;
      // Four sums at a time: one would wait for each addition.
      for (; a + BLOCK <= end && sum < tooLarge; a += BLOCK, b += BLOCK) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        for (int d = 0; d < BLOCK; d += 4) {
          float d0 = vectors[a + d] - points[b + d];
          float d1 = vectors[a + d + 1] - points[b + d + 1];
          float d2 = vectors[a + d + 2] - points[b + d + 2];
          float d3 = vectors[a + d + 3] - points[b + d + 3];
          s0 += d0 * d0;
          s1 += d1 * d1;
          s2 += d2 * d2;
          s3 += d3 * d3;
        }
        sum += s0 + s1 + (s2 + s3);
      }
      for (; a < end && sum < tooLarge; a++, b++) {
        float difference = vectors[a] - points[b];
        sum += difference * difference;
      }
      return sum;
    }
  }
}
