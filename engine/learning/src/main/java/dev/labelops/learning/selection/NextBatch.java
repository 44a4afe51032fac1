package dev.labelops.learning.selection;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * Batches after the first: half of the least certain objects, spread over clusters, and half at
 * random; below 200 labels typical objects instead of random ones.
 *
 * <p>Uncertainty helps where the model is good, and is no better than chance where it is poor
 * (Bahri et al., "Is margin all you need?", arXiv 2210.03822, and measurements of this project):
 * hence the halves. Clusters among the three times as many least certain keep near duplicates
 * apart, at less cost than BADGE (Ash et al., ICLR 2020, arXiv 1906.03671).
 */
public final class NextBatch {
  private static final int FEW_LABELS = 200;
  private static final int POOL = 3;

  private NextBatch() {}

  /**
   * @param features a short row per object of the job ({@link Projection})
   * @param unlabeled objects without a label
   * @param labeled objects with a human label that train the model
   * @param certainty of the current model on an object, higher is surer; the margin of the two best
   *     classes
   * @param batch how many to choose; all when fewer are unlabeled
   */
  public static List<Integer> choose(
      float[][] features,
      List<Integer> unlabeled,
      List<Integer> labeled,
      IntToDoubleFunction certainty,
      int batch,
      long seed) {
    if (unlabeled.size() <= batch) {
      return List.copyOf(unlabeled);
    }
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> chosen =
        new ArrayList<>(uncertain(features, unlabeled, certainty, (batch + 1) / 2, random));
    Set<Integer> taken = new HashSet<>(chosen);
    List<Integer> rest = unlabeled.stream().filter(object -> !taken.contains(object)).toList();
    int missing = batch - chosen.size();
    chosen.addAll(
        labeled.size() < FEW_LABELS
            ? TypicalObjects.choose(features, rest, labeled, missing, random.nextLong())
            : Shuffle.of(rest, random).subList(0, missing));
    return List.copyOf(chosen);
  }

  /** Of the 3 times as many least certain, the typical one of each cluster. */
  private static List<Integer> uncertain(
      float[][] features,
      List<Integer> unlabeled,
      IntToDoubleFunction certainty,
      int count,
      SplittableRandom random) {
    List<Integer> pool =
        unlabeled.stream()
            .sorted(Comparator.comparingDouble(certainty::applyAsDouble))
            .limit((long) POOL * count)
            .toList();
    return TypicalObjects.choose(features, pool, List.of(), count, random.nextLong());
  }
}
