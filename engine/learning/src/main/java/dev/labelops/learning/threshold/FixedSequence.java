package dev.labelops.learning.threshold;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Fixed-sequence testing of thresholds on the confidence.
 *
 * <p>Growing groups of the most confident validated objects are tested ({@link LowerBound}), in an
 * order that is fixed before any score is seen. Testing stops at the first group whose bound is
 * below the target, and the last that passed is accepted. Because each test runs only when all
 * before it passed, each may use the whole delta (Learn then Test, arXiv 2110.01052, section 4; the
 * largest group that happens to pass, without a sequence, misses the target in 15% instead of 4% of
 * runs).
 *
 * @param bound by the kind of score
 * @param target the mean score that the accepted group must have, 0 to 1
 * @param delta probability of accepting a group whose true mean is below the target
 */
public record FixedSequence(LowerBound bound, double target, double delta) {
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
    List<Group> tested = new ArrayList<>();
    Optional<Group> accepted = Optional.empty();
    for (int least : bound.groups(sorted.size(), target, delta)) {
      int size = withTies(sorted, least);
      if (!tested.isEmpty() && size == tested.getLast().size()) {
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
   * Whether the validated objects are so few that only a large part can be tested: then more
   * validated objects help more than a better model.
   *
   * @param validated objects of the validation set
   */
  public boolean needsMore(int validated) {
    return validated < bound.enough(target, delta);
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
    OptionalInt first = firstGroup(validated);
    if (first.isEmpty()) {
      return false;
    }
    double part = first.getAsInt() / (double) validated;
    double[] surest =
        training.stream()
            .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
            .limit(Math.max(1, Math.round(part * training.size())))
            .mapToDouble(Validated::score)
            .toArray();
    return bound.chance(surest, first.getAsInt(), target, delta) >= LEAST_CHANCE;
  }

  /**
   * Size of the group that is tested first; empty when the validated objects are too few for any.
   */
  public OptionalInt firstGroup(int validated) {
    return bound.groups(validated, target, delta).stream().mapToInt(size -> size).findFirst();
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
