package dev.labelops.learning.threshold;

/**
 * How much of the allowed probability of error each test of a job may use.
 *
 * <p>Each round uses half of the remainder (.05, .025, ... of .10), so that all rounds of a job
 * together stay below the total; a round divides its share by the number of heads, because the
 * choice of the best head is a test of each (Bonferroni).
 *
 * @param total probability that the machine part of a job misses the target, for example .10
 */
public record ErrorBudget(double total) {
  public static final ErrorBudget DEFAULT = new ErrorBudget(.10);

  public ErrorBudget {
    if (!(total > 0 && total < .5)) {
      throw new IllegalArgumentException(
          "The error budget is above 0 and below 0.5, not " + total + ".");
    }
  }

  /**
   * The delta of one head's tests in one round.
   *
   * @param round from 1; a round without a test does not count
   * @param heads candidate models of the round, at least 1
   */
  public double delta(int round, int heads) {
    if (round < 1 || heads < 1) {
      throw new IllegalArgumentException(
          "Rounds and heads count from 1, not " + round + " and " + heads + ".");
    }
    return total * Math.pow(.5, round) / heads;
  }
}
