package dev.labelops.learning.selection;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * The objects that people label for validation: drawn at random before the first round, never by a
 * model and never used for training. Only then do they represent the unlabeled objects.
 */
public final class ValidationSet {
  private static final int SIZE = 100;
  private static final double PART = .2;

  /** Of jobs that have as many objects. */
  public static final int SMALLEST = 60;

  private ValidationSet() {}

  /** 100 objects, or 20% of a job below 500, at least 60, at most all. */
  public static int size(int objects) {
    return Math.min(objects, Math.max(SMALLEST, Math.min(SIZE, (int) Math.ceil(PART * objects))));
  }

  /** The validation set of a job, in random order. */
  public static List<Integer> draw(int objects, long seed) {
    return Shuffle.of(IntStream.range(0, objects).boxed().toList(), new SplittableRandom(seed))
        .subList(0, size(objects));
  }

  /**
   * The objects that remain after a round, so that the next bound is about the remaining objects:
   * those above the threshold represented the part that the machine labeled.
   *
   * @param accepted whether the round's threshold accepts the object
   */
  public static List<Integer> left(List<Integer> validation, IntPredicate accepted) {
    return validation.stream().filter(object -> !accepted.test(object)).toList();
  }

  /**
   * More objects at random, when fewer are left than a threshold needs ({@code
   * LowerBound.smallestGroup}).
   *
   * @param unlabeled objects without a human or machine label
   * @return the objects to add; none when enough are left
   */
  public static List<Integer> topUp(
      List<Integer> left, int smallest, Collection<Integer> unlabeled, long seed) {
    Set<Integer> candidates = new HashSet<>(unlabeled);
    left.forEach(candidates::remove);
    int missing = Math.clamp(smallest - left.size(), 0, candidates.size());
    List<Integer> sorted = candidates.stream().sorted().toList();
    return Shuffle.of(sorted, new SplittableRandom(seed)).subList(0, missing);
  }
}
