package dev.labelops.learning.bench;

import dev.labelops.learning.classes.ClassModel;
import dev.labelops.learning.selection.ValidationSet;
import dev.labelops.learning.threshold.ErrorBudget;
import dev.labelops.learning.threshold.HeadChoice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Human labels until the machine can take a share, chosen by the learner and at random: training
 * grows in small steps, and after each step the first round's test is applied to the same
 * validation set. This measures the choice of objects; the test is repeated here, so it promises
 * nothing.
 */
final class Savings {
  private static final int STEP = 10;
  private static final int MOST = 200;

  private Savings() {}

  static List<Map<String, Object>> of(Dataset data, int seeds, double target) {
    List<Map<String, Object>> lines = new ArrayList<>();
    List<double[]> learner = new ArrayList<>();
    List<double[]> random = new ArrayList<>();
    for (int seed = 0; seed < seeds; seed++) {
      learner.add(coverages(data, seed, target, true));
      random.add(coverages(data, seed, target, false));
    }
    int validation = ValidationSet.size(data.size());
    for (double share : new double[] {.3, .5, .6, .7}) {
      int by = needed(learner, share);
      int without = needed(random, share);
      Map<String, Object> line = new LinkedHashMap<>();
      line.put("seeds", seeds);
      line.put("machineShareOfTheRest", share);
      line.put("trainingLabels", by < 0 ? "over " + MOST : by);
      line.put("trainingLabelsAtRandom", without < 0 ? "over " + MOST : without);
      if (by > 0 && without > 0) {
        line.put("fewerTrainingLabels", Math.round(100 * (1 - by / (double) without)) / 100.0);
        line.put(
            "fewerLabelsWithValidation",
            Math.round(100 * (1 - (by + validation) / (double) (without + validation))) / 100.0);
      }
      lines.add(line);
    }
    return lines;
  }

  /** Training labels at which the mean coverage over the seeds reaches the share; -1 when never. */
  private static int needed(List<double[]> coverages, double share) {
    for (int step = 0; step < MOST / STEP; step++) {
      int at = step;
      if (coverages.stream().mapToDouble(c -> c[at]).average().orElse(0) >= share) {
        return (step + 1) * STEP;
      }
    }
    return -1;
  }

  private static double[] coverages(Dataset data, int seed, double target, boolean learner) {
    SplittableRandom random = new SplittableRandom(seed);
    Loop loop = new Loop(target, ErrorBudget.DEFAULT, learner, STEP, STEP);
    List<Integer> validation = ValidationSet.draw(data.size(), random.nextLong());
    List<Integer> unlabeled = new ArrayList<>(IntStream.range(0, data.size()).boxed().toList());
    unlabeled.removeAll(new HashSet<>(validation));
    List<Integer> training = new ArrayList<>();
    double[] coverages = new double[MOST / STEP];
    ClassModel model = null;
    for (int step = 0; step < coverages.length; step++) {
      List<Integer> batch =
          step == 0
              ? loop.first(data, unlabeled, random.nextLong())
              : loop.next(data, model, unlabeled, training, STEP, random.nextLong());
      training.addAll(batch);
      unlabeled.removeAll(new HashSet<>(batch));
      if (new HashSet<>(training.stream().map(data.truth()::get).toList()).size() > 1) {
        model = Loop.train(data, training);
        HeadChoice choice = loop.test(data, model, validation, 1);
        coverages[step] = choice.best().map(best -> best.coverage()).orElse(0.0);
      }
    }
    return coverages;
  }
}
