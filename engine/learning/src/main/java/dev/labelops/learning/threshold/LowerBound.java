package dev.labelops.learning.threshold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** A bound that the true mean score of a group is above, except with probability delta. */
public enum LowerBound {
  /**
   * For right or wrong (scores 1 and 0): exact. With k of n right, the delta quantile of Beta(k, n
   * - k + 1). Clopper and Pearson, "The use of confidence or fiducial limits illustrated in the
   * case of the binomial", Biometrika 26, 1934.
   */
  CLOPPER_PEARSON {
    @Override
    public double of(double[] scores, double delta) {
      int right = 0;
      for (double score : scores) {
        if (score != 0 && score != 1) {
          throw new IllegalArgumentException(
              "Clopper-Pearson is for scores of 0 or 1, not " + score + ".");
        }
        right += (int) score;
      }
      return right == 0
          ? 0
          : BetaDistribution.of(right, scores.length - right + 1)
              .inverseCumulativeProbability(delta);
    }

    @Override
    double chance(double[] like, int size, double target, double delta) {
      // Half a right and half a wrong one are added (Jeffreys' prior): ten of ten is not certainty.
      double right = (Arrays.stream(like).sum() + .5) / (like.length + 1);
      int least = size;
      while (least > 0 && of(rightOf(least - 1, size), delta) >= target) {
        least--;
      }
      return BinomialDistribution.of(size, right).survivalProbability(least - 1);
    }

    /** The smallest groups that may have 0, 1, 2, ... errors: only there a test gains from size. */
    @Override
    List<Integer> groups(int validated, double target, double delta) {
      List<Integer> groups = new ArrayList<>();
      int errors = 0;
      for (int size = smallestGroup(target, delta); size <= validated; size++) {
        if (of(rightOf(size - errors, size), delta) >= target) {
          groups.add(size);
          errors++;
        }
      }
      if (!groups.isEmpty() && groups.getLast() < validated) {
        groups.add(validated);
      }
      return groups;
    }

    /** Then a test needs no more than the surest fifth without an error. */
    @Override
    int enough(double target, double delta) {
      return 5 * smallestGroup(target, delta);
    }

    private double[] rightOf(int right, int size) {
      double[] scores = new double[size];
      Arrays.fill(scores, 0, right, 1);
      return scores;
    }

    @Override
    public int smallestGroup(double target, double delta) {
      // All n right passes when target^n <= delta.
      return target <= 0 ? 1 : (int) Math.ceil(Math.log(delta) / Math.log(target));
    }

    @Override
    String needs(int smallest, double target, double delta) {
      String confidence =
          BigDecimal.valueOf(100 * (1 - delta))
              .round(new MathContext(4))
              .stripTrailingZeros()
              .toPlainString();
      return String.format(
          Locale.ROOT,
          "%d validated objects without an error are the least that show %.2f at %s%% confidence",
          smallest,
          target,
          confidence);
    }
  },

  /**
   * For IoU: mean minus z standard errors, z the (1 - delta) quantile of the normal distribution
   * (1.28 at delta .10). Approximate: in 300 simulated runs a cell at delta .10 the target was
   * missed in 3 to 5%. Bounds that hold for each sample size (Hoeffding-Bentkus, betting) accept
   * almost nothing at 100 validated objects.
   */
  NORMAL_MEAN {
    @Override
    public double of(double[] scores, double delta) {
      double mean = 0;
      for (double score : scores) {
        mean += score / scores.length;
      }
      double squares = 0;
      for (double score : scores) {
        squares += (score - mean) * (score - mean);
      }
      double standardError = Math.sqrt(squares / (scores.length - 1) / scores.length);
      return mean - NormalDistribution.of(0, 1).inverseSurvivalProbability(delta) * standardError;
    }

    @Override
    double chance(double[] like, int size, double target, double delta) {
      return Arrays.stream(like).average().orElse(0) >= target ? 1 : 0;
    }

    /**
     * Tenths from the surest 20% on, of 20 objects at least: of 8, one poor image ends the test.
     * Simulated at 40 and 60 validated objects, 20 instead of 8 accept 3 to 7 points more.
     */
    @Override
    List<Integer> groups(int validated, double target, double delta) {
      List<Integer> groups = new ArrayList<>();
      for (int tenth = 2; tenth <= 10; tenth++) {
        int size = Math.round(tenth * validated / 10f);
        if (size >= smallestGroup(target, delta)) {
          groups.add(size);
        }
      }
      return groups;
    }

    @Override
    int enough(double target, double delta) {
      return 2 * smallestGroup(target, delta);
    }

    @Override
    public int smallestGroup(double target, double delta) {
      return 20;
    }

    @Override
    String needs(int smallest, double target, double delta) {
      return smallest + " validated objects are the least that show a mean";
    }
  };

  /**
   * @param scores of the group, at least two
   * @param delta probability that the bound is wrong, 0 to 0.5
   */
  public abstract double of(double[] scores, double delta);

  /** Smaller groups are not tested, because they could not pass or their mean says too little. */
  public abstract int smallestGroup(double target, double delta);

  /**
   * Sizes of the groups to test, surest objects first; empty when there are too few. They depend on
   * no score, so the sequence is fixed.
   */
  abstract List<Integer> groups(int validated, double target, double delta);

  /** Validated objects above which a better model helps more than more of them. */
  abstract int enough(double target, double delta);

  /** About how probable it is that a group of this size passes, if its scores are like these. */
  abstract double chance(double[] like, int size, double target, double delta);

  abstract String needs(int smallest, double target, double delta);
}
