package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KdForestTest {
  private static final int DIMENSIONS = 32;

  @Test
  void findsMostOfTheNearestNeighbours() {
    // Clusters, as descriptors have.
    Random random = new Random(1);
    float[] points = clustered(random, 5000);
    float[] queries = clustered(new Random(1), 200);
    for (int i = 0; i < queries.length; i++) {
      queries[i] += .05f * (float) random.nextGaussian();
    }
    KdForest.Search search = new KdForest(points, DIMENSIONS, 7).new Search();
    int right = 0;
    for (int q = 0; q < 200; q++) {
      int[] neighbours = new int[3];
      double[] distances = new double[3];
      search.nearest(queries, q, neighbours, distances);
      right += neighbours[0] == nearest(points, queries, q) ? 1 : 0;
      assertThat(distances).isSorted();
      assertThat(Arrays.stream(neighbours).distinct().count()).isEqualTo(3);
    }
    assertThat(right).isGreaterThan(180);
  }

  @Test
  void theSameSeedFindsTheSame() {
    float[] points = clustered(new Random(2), 2000);
    int[] first = new int[6];
    int[] second = new int[6];
    double[] distances = new double[6];
    for (int q = 0; q < 50; q++) {
      new KdForest(points, DIMENSIONS, 3).new Search().nearest(points, q, first, distances);
      new KdForest(points, DIMENSIONS, 3).new Search().nearest(points, q, second, distances);
      assertThat(second).isEqualTo(first);
    }
  }

  @Test
  void equalPointsAndFewPointsAreFound() {
    int[] neighbours = new int[6];
    double[] distances = new double[6];

    new KdForest(new float[1000 * DIMENSIONS], DIMENSIONS, 1).new Search()
        .nearest(new float[DIMENSIONS], 0, neighbours, distances);
    assertThat(distances).containsOnly(0);

    new KdForest(new float[2 * DIMENSIONS], DIMENSIONS, 1).new Search()
        .nearest(new float[DIMENSIONS], 0, neighbours, distances);
    assertThat(neighbours).containsExactlyInAnyOrder(0, 1, -1, -1, -1, -1);
  }

  private static float[] clustered(Random random, int count) {
    float[] points = new float[count * DIMENSIONS];
    for (int i = 0; i < count; i++) {
      Random center = new Random(i % 40);
      for (int d = 0; d < DIMENSIONS; d++) {
        points[i * DIMENSIONS + d] = (float) (center.nextGaussian() + .4 * random.nextGaussian());
      }
    }
    return points;
  }

  private static int nearest(float[] points, float[] queries, int q) {
    int best = -1;
    double least = Double.MAX_VALUE;
    for (int p = 0; p < points.length / DIMENSIONS; p++) {
      double sum = 0;
      for (int d = 0; d < DIMENSIONS; d++) {
        double difference = points[p * DIMENSIONS + d] - queries[q * DIMENSIONS + d];
        sum += difference * difference;
      }
      if (sum < least) {
        least = sum;
        best = p;
      }
    }
    return best;
  }
}
