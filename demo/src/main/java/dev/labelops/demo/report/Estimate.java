package dev.labelops.demo.report;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A mean with its 95% interval.
 *
 * @param mean 0 to 1
 * @param low lower end of the interval
 * @param high upper end
 * @param count objects
 */
public record Estimate(double mean, double low, double high, int count) {
  private static final int RESAMPLES = 2000;
  private static final long SEED = 1;
  private static final double Z = 1.959964;

  /**
   * The mean of scores; percentile bootstrap over the objects (Efron and Tibshirani, "An
   * Introduction to the Bootstrap", 1993) with a fixed seed.
   *
   * @return empty without scores
   */
  public static Optional<Estimate> ofScores(double[] scores) {
    if (scores.length == 0) {
      return Optional.empty();
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[RESAMPLES];
    for (int i = 0; i < RESAMPLES; i++) {
      double sum = 0;
      for (int j = 0; j < scores.length; j++) {
        sum += scores[random.nextInt(scores.length)];
      }
      means[i] = sum / scores.length;
    }
    Arrays.sort(means);
    return Optional.of(
        new Estimate(
            Arrays.stream(scores).average().orElseThrow(),
            means[(int) (.025 * RESAMPLES)],
            means[(int) (.975 * RESAMPLES) - 1],
            scores.length));
  }

  /**
   * A share of right answers; Wilson's score interval (JASA 22, 1927), which is not empty when all
   * are right.
   *
   * @return empty without objects
   */
  public static Optional<Estimate> ofRight(int right, int count) {
    if (count == 0) {
      return Optional.empty();
    }
    double share = (double) right / count;
    double z = Z * Z / count;
    double middle = (share + z / 2) / (1 + z);
    double half = Z * Math.sqrt(share * (1 - share) / count + z / (4 * count)) / (1 + z);
    return Optional.of(
        new Estimate(share, Math.max(0, middle - half), Math.min(1, middle + half), count));
  }

  /** Three digits, as {@code summary.json} has it. */
  public double rounded() {
    return Math.round(mean * 1000) / 1000.0;
  }

  public String meanText() {
    return String.format(Locale.ROOT, "%.2f", mean);
  }

  public String interval() {
    return String.format(Locale.ROOT, "%.2f to %.2f", low, high);
  }
}
