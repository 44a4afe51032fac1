package dev.labelops.learning.selection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The first batch: one typical object of each cluster.
 *
 * <p>TypiClust (Hacohen, Dekel, Weinshall, "Active Learning on a Budget", ICML 2022, arXiv
 * 2202.02794): with few labels, a model learns more from typical objects than from uncertain ones.
 * Measured: 8 to 17 points of accuracy more than at random after the first batch.
 */
public final class TypicalObjects {
  private static final int NEIGHBOURS = 20;

  private TypicalObjects() {}

  /**
   * @param features a short row per object of the job ({@link Projection})
   * @param candidates the unlabeled objects
   * @param labeled objects with a human label: their clusters come last
   * @param batch how many to choose; all candidates when there are fewer
   * @return objects, largest cluster first
   */
  public static List<Integer> choose(
      float[][] features, List<Integer> candidates, List<Integer> labeled, int batch, long seed) {
    if (candidates.size() <= batch) {
      return List.copyOf(candidates);
    }
    List<Integer> all = new ArrayList<>(candidates);
    all.addAll(labeled);
    float[][] rows = all.stream().map(object -> features[object]).toArray(float[][]::new);
    int k = Math.min(rows.length, batch + labeled.size());
    int[] clusters = KMeans.clusters(rows, k, new SplittableRandom(seed));
    List<List<Integer>> members =
        IntStream.range(0, k).<List<Integer>>mapToObj(c -> new ArrayList<>()).toList();
    boolean[] covered = new boolean[k];
    for (int r = 0; r < rows.length; r++) {
      if (r < candidates.size()) {
        members.get(clusters[r]).add(r);
      } else {
        covered[clusters[r]] = true;
      }
    }
    List<Integer> order =
        IntStream.range(0, k)
            .boxed()
            .sorted(
                (a, b) ->
                    covered[a] != covered[b]
                        ? Boolean.compare(covered[a], covered[b])
                        : Integer.compare(members.get(b).size(), members.get(a).size()))
            .toList();
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < batch) {
      for (int cluster : order) {
        if (chosen.size() < batch && !members.get(cluster).isEmpty()) {
          Integer typical = mostTypical(rows, members.get(cluster));
          members.get(cluster).remove(typical);
          chosen.add(all.get(typical));
        }
      }
    }
    return List.copyOf(chosen);
  }

  /** Smallest mean distance to its 20 nearest neighbours in the cluster. */
  private static Integer mostTypical(float[][] rows, List<Integer> members) {
    Integer best = members.getFirst();
    double least = Double.POSITIVE_INFINITY;
    for (Integer member : members) {
      double[] distances =
          members.stream()
              .mapToDouble(other -> Math.sqrt(Vectors.squaredDistance(rows[member], rows[other])))
              .toArray();
      Arrays.sort(distances);
      double mean =
          Arrays.stream(distances).limit(NEIGHBOURS + 1L).sum()
              / Math.max(1, Math.min(NEIGHBOURS, distances.length - 1));
      if (mean < least) {
        least = mean;
        best = member;
      }
    }
    return best;
  }
}
