package dev.labelops.learning.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the rules do when the truth is known: confidence c uniform in 0 to 1, score .35 + .45 c with
 * deviation .2, target .6, so that the best possible threshold labels 89%. The figures to meet are
 * those of the trials that chose the rule.
 */
class ThresholdSimulationTest {
  private static final double TARGET = .6;
  private static final int RUNS = 600;

  private record Outcome(double coverage, double missed) {}

  @ParameterizedTest
  @CsvSource({"50, .49", "100, .65", "200, .71"})
  void fixedSequenceWithMeanMinusStandardErrorsMissesTheTargetInAtMostTenPercent(
      int validated, double coverage) {
    FixedSequence rule = new FixedSequence(LowerBound.NORMAL_MEAN, TARGET, .10);

    Outcome outcome = simulate(validated, validation -> accepted(rule, validation));

    assertThat(outcome.missed()).isLessThanOrEqualTo(.08);
    assertThat(outcome.coverage()).isBetween(coverage - .06, coverage + .06);
  }

  @ParameterizedTest
  @CsvSource({"50, .84, .47", "100, .85, .44", "200, .87, .47"})
  void thePlainMeanOfTheLongestPrefixMissesTheTargetInNearlyHalf(
      int validated, double coverage, double missed) {
    Outcome outcome = simulate(validated, validation -> longestPrefix(validation));

    assertThat(outcome.missed()).isBetween(missed - .08, missed + .08);
    assertThat(outcome.coverage()).isBetween(coverage - .05, coverage + .05);
  }

  @Test
  void classesMissTheTargetInAtMostDeltaOfRuns() {
    // The hardest case: whatever its confidence, the model is right just less often than the
    // target.
    FixedSequence rule = new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .10);
    int missed = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Validated> validation = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        validation.add(new Validated(i, random.nextDouble(), random.nextDouble() < .9499 ? 1 : 0));
      }
      missed += rule.test("coin", validation).accepted().isPresent() ? 1 : 0;
    }
    // Three standard errors above .10.
    assertThat(missed / (double) RUNS).isLessThan(.10 + 3 * Math.sqrt(.09 / RUNS));
    assertThat(missed).as("a rule that never accepts would pass too").isPositive();
  }

  @Test
  void theBestOfManyWorthlessHeadsMissesTheTargetInAtMostDeltaOfRuns() {
    int missed = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Map<String, List<Validated>> heads = new LinkedHashMap<>();
      for (int head = 0; head < 5; head++) {
        List<Validated> validation = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
          validation.add(
              new Validated(i, random.nextDouble(), random.nextDouble() < .9499 ? 1 : 0));
        }
        heads.put("head " + head, validation);
      }
      // Twice the budget's first round is its total.
      HeadChoice choice =
          HeadChoice.among(LowerBound.CLOPPER_PEARSON, .95, new ErrorBudget(.2), 1, heads);
      missed += choice.best().isPresent() ? 1 : 0;
    }
    assertThat(missed / (double) RUNS).isLessThan(.10 + 3 * Math.sqrt(.09 / RUNS));
  }

  private static Outcome simulate(int validated, Function<List<Validated>, Optional<Double>> rule) {
    double coverage = 0;
    int missed = 0;
    for (int seed = 0; seed < RUNS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      List<Validated> validation = new ArrayList<>();
      for (int i = 0; i < validated; i++) {
        double confidence = random.nextDouble();
        double score = Math.clamp(.35 + .45 * confidence + .2 * random.nextGaussian(), 0, 1);
        validation.add(new Validated(i, confidence, score));
      }
      Optional<Double> threshold = rule.apply(validation);
      if (threshold.isPresent()) {
        coverage += (1 - threshold.get()) / RUNS;
        missed += trueMeanAbove(threshold.get()) < TARGET ? 1 : 0;
      }
    }
    return new Outcome(coverage, missed / (double) RUNS);
  }

  private static Optional<Double> accepted(FixedSequence rule, List<Validated> validation) {
    return rule.test("boxes", validation).accepted().map(Group::threshold);
  }

  private static Optional<Double> longestPrefix(List<Validated> validation) {
    List<Validated> sorted =
        validation.stream()
            .sorted(Comparator.comparingDouble(Validated::confidence).reversed())
            .toList();
    double sum = 0;
    Optional<Double> threshold = Optional.empty();
    for (int i = 0; i < sorted.size(); i++) {
      sum += sorted.get(i).score();
      if (i >= 7 && sum / (i + 1) >= TARGET) {
        threshold = Optional.of(sorted.get(i).confidence());
      }
    }
    return threshold;
  }

  /** Mean of the clipped score over confidences above the threshold, by numeric integration. */
  private static double trueMeanAbove(double threshold) {
    double sum = 0;
    double weights = 0;
    for (int c = 0; c < 200; c++) {
      double confidence = threshold + (1 - threshold) * (c + .5) / 200;
      for (int z = -30; z <= 30; z++) {
        double weight = Math.exp(-(z / 10.0) * (z / 10.0) / 2);
        sum += weight * Math.clamp(.35 + .45 * confidence + .2 * z / 10, 0, 1);
        weights += weight;
      }
    }
    return sum / weights;
  }
}
