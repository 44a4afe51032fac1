package dev.labelops.learning.consolidation;

/**
 * How good one worker's answers are, as far as the other workers' answers show.
 *
 * @param value 0 to 1; classes: probability of a right answer; boxes: mean IoU with the others
 * @param low lower end of the interval that holds it with 90% confidence
 * @param high upper end
 * @param answers about objects that others answered too, on which it rests; at least 1
 */
public record WorkerQuality(double value, double low, double high, long answers) {
  /** Of the standard normal distribution, for 90% between both ends. */
  private static final double Z = 1.6449;

  /**
   * Of a share. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference",
   * Journal of the American Statistical Association 22, 1927.
   */
  static WorkerQuality ofShare(double share, long answers) {
    double z2 = Z * Z / answers;
    double middle = (share + z2 / 2) / (1 + z2);
    double half = Z * Math.sqrt(share * (1 - share) / answers + z2 / (4 * answers)) / (1 + z2);
    return new WorkerQuality(
        share,
        Math.min(share, Math.max(0, middle - half)),
        Math.max(share, Math.min(1, middle + half)),
        answers);
  }

  /**
   * Of a mean of numbers from 0 to 1, by its normal approximation.
   *
   * @param variance of one number
   * @param numbers that it is the mean of
   */
  static WorkerQuality ofMean(double mean, double variance, double numbers, long answers) {
    double half = Z * Math.sqrt(variance / numbers);
    return new WorkerQuality(mean, Math.max(0, mean - half), Math.min(1, mean + half), answers);
  }
}
