package dev.labelops.learning.bench;

import dev.labelops.learning.classes.ClassModel;
import dev.labelops.learning.selection.NextBatch;
import dev.labelops.learning.selection.TypicalObjects;
import dev.labelops.learning.threshold.ErrorBudget;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A labeling job of classes as a computation: people answer with the truth, rounds train, test a
 * threshold and label, until a round adds under 1% or nothing is left.
 *
 * @param target accuracy that the machine part must have
 * @param budget probability of missing it
 * @param learner whether batches are chosen by the learner, else at random
 * @param firstBatch training labels before the first round
 * @param batch training labels of each later round
 */
record Loop(double target, ErrorBudget budget, boolean learner, int firstBatch, int batch) {
  /** Twentieth and tenth of the objects, as 50 and 100 of 1,000. */
  static Loop recipe(Dataset data, boolean learner) {
    return new Loop(.95, ErrorBudget.DEFAULT, learner, data.size() / 20, data.size() / 10);
  }

  /**
   * One run of a job.
   *
   * @param objects in all
   * @param machine objects that the machine labeled
   * @param right of these
   * @param rounds with a test
   * @param curve after each round: human labels so far, and machine labels so far
   * @param reasons of each round
   */
  record Outcome(
      int objects, int machine, int right, int rounds, List<int[]> curve, List<String> reasons) {
    double share() {
      return machine / (double) objects;
    }

    double accuracy() {
      return machine == 0 ? 1 : right / (double) machine;
    }

    /** Whether the promise was kept; a run without machine labels promises nothing. */
    boolean kept(double target) {
      return accuracy() >= target;
    }
  }

  Outcome run(Dataset data, long seed) {
    return new SimulatedJob(this, data, seed).run();
  }

  static ClassModel train(Dataset data, List<Integer> training) {
    return ClassModel.train(data.features(), training.stream().map(data::example).toList());
  }

  HeadChoice test(Dataset data, ClassModel model, List<Integer> validation, int round) {
    List<Validated> scored =
        validation.stream().map(o -> data.scored(o, model.predict(data.rows().get(o)))).toList();
    return HeadChoice.among(
        LowerBound.CLOPPER_PEARSON, target, budget, round, Map.of("linear", scored));
  }

  List<Integer> first(Dataset data, List<Integer> unlabeled, long seed) {
    return learner
        ? TypicalObjects.choose(data.projected(), unlabeled, List.of(), firstBatch, seed)
        : atRandom(unlabeled, firstBatch, seed);
  }

  List<Integer> next(
      Dataset data,
      ClassModel model,
      List<Integer> unlabeled,
      List<Integer> training,
      int count,
      long seed) {
    return learner && model != null
        ? NextBatch.choose(
            data.projected(),
            unlabeled,
            training,
            o -> model.predict(data.rows().get(o)).margin(),
            count,
            seed)
        : atRandom(unlabeled, count, seed);
  }

  static List<Integer> atRandom(List<Integer> unlabeled, int count, long seed) {
    List<Integer> shuffled = new ArrayList<>(unlabeled);
    Collections.shuffle(shuffled, new SplittableRandom(seed));
    return shuffled.subList(0, Math.min(count, shuffled.size()));
  }
}
