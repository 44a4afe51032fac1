package dev.labelops.learning.threshold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Fixed-sequence testing of thresholds on the confidence.
 *
 * <p>The most confident 20%, 30%, ... 100% of the validated objects are tested in this order, which
 * is fixed before any score is seen. Testing stops at the first group whose bound is below the
 * target, and the last that passed is accepted. Because each test runs only when all before it
 * passed, each may use the whole delta (Learn then Test, arXiv 2110.01052, section 4; the largest
 * group that happens to pass, without a sequence, misses the target in 15% instead of 4% of runs).
 *
 * @param bound by the kind of score
 * @param target the mean score that the accepted group must have, 0 to 1
 * @param delta probability of accepting a group whose true mean is below the target
 */
public record FixedSequence(LowerBound bound, double target, double delta) {
  /** Tenths of the validated objects, strictest first. */
  private static final int FIRST_TENTH = 2;

  private static final double LEAST_CHANCE = .1;

  public FixedSequence {
    if (!(target > 0 && target < 1)) {
      throw new IllegalArgumentException("The target is above 0 and below 1, not " + target + ".");
    }
  }

  /** Groups that are too small are not tested, which is no failure. */
  public TestedHead test(String head, List<Validated> validation) {
    List<Validated> sorted =
        validation.stream()
            .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
            .toList();
    int smallest = bound.smallestGroup(target, delta);
    List<Group> tested = new ArrayList<>();
    Optional<Group> accepted = Optional.empty();
    for (int tenth = FIRST_TENTH; tenth <= 10; tenth++) {
      int size = withTies(sorted, Math.round(tenth * sorted.size() / 10f));
      if (size < smallest || !tested.isEmpty() && size == tested.getLast().size()) {
        continue;
      }
      Group group = group(sorted.subList(0, size));
      tested.add(group);
      if (!group.passed()) {
        break;
      }
      accepted = Optional.of(group);
    }
    return new TestedHead(head, validation.size(), List.copyOf(tested), accepted);
  }

  /**
   * Whether the strictest group is too small to be tested: then more validated objects help more
   * than a better model.
   *
   * @param validated objects of the validation set
   */
  public boolean needsMore(int validated) {
    return Math.round(FIRST_TENTH * validated / 10f) < bound.smallestGroup(target, delta);
  }

  /**
   * Whether a test is worth its part of the error budget: whether the first group has a chance to
   * pass, by predictions of training objects (cross-validation). They do not depend on the
   * validation set's scores, so that leaving out a test because of them costs no confidence.
   *
   * @param validated objects of the validation set
   * @param training predictions of training objects by models that did not see them
   */
  public boolean worthwhile(int validated, List<Validated> training) {
    int smallest = bound.smallestGroup(target, delta);
    for (int tenth = FIRST_TENTH; tenth <= 10; tenth++) {
      int size = Math.round(tenth * validated / 10f);
      if (size >= smallest) {
        double[] surest =
            training.stream()
                .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
                .limit(Math.max(1, Math.round(tenth * training.size() / 10f)))
                .mapToDouble(Validated::score)
                .toArray();
        return bound.chance(surest, size, target, delta) >= LEAST_CHANCE;
      }
    }
    return false;
  }

  private Group group(List<Validated> surest) {
    double[] scores = surest.stream().mapToDouble(Validated::score).toArray();
    double mean = surest.stream().mapToDouble(Validated::score).average().orElseThrow();
    double lower = bound.of(scores, delta);
    return new Group(surest.getLast().confidence(), scores.length, mean, lower, lower >= target);
  }

  /** A threshold accepts all objects of its confidence, so the group contains them all. */
  private static int withTies(List<Validated> sorted, int size) {
    int with = size;
    while (with > 0
        && with < sorted.size()
        && sorted.get(with).confidence() == sorted.get(with - 1).confidence()) {
      with++;
    }
    return with;
  }
}
