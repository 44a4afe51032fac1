package dev.labelops.learning.bench;

import dev.labelops.learning.classes.ClassModel;
import dev.labelops.learning.classes.Example;
import dev.labelops.learning.classes.Prediction;
import dev.labelops.learning.selection.NextBatch;
import dev.labelops.learning.selection.TypicalObjects;
import dev.labelops.learning.selection.ValidationSet;
import dev.labelops.learning.threshold.ErrorBudget;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

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
  private static final double LEAST_GAIN = .01;

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
    SplittableRandom random = new SplittableRandom(seed);
    List<Integer> validation = new ArrayList<>(ValidationSet.draw(data.size(), random.nextLong()));
    List<Integer> unlabeled = new ArrayList<>(IntStream.range(0, data.size()).boxed().toList());
    unlabeled.removeAll(new HashSet<>(validation));
    List<Integer> training = new ArrayList<>();
    int humans = validation.size();
    int machine = 0;
    int right = 0;
    List<int[]> curve = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    move(first(data, unlabeled, random.nextLong()), unlabeled, training);
    int round = 0;
    while (!unlabeled.isEmpty()) {
      int before = machine;
      if (new HashSet<>(training.stream().map(data.truth()::get).toList()).size() > 1) {
        round++;
        int smallest = LowerBound.CLOPPER_PEARSON.smallestGroup(target, budget.delta(round, 1));
        List<Integer> added =
            ValidationSet.topUp(validation, smallest, unlabeled, random.nextLong());
        humans += added.size();
        move(added, unlabeled, validation);
        ClassModel model = train(data, training);
        HeadChoice choice = test(data, model, validation, round);
        reasons.add(choice.reason());
        if (choice.best().isPresent()) {
          double threshold = choice.best().get().accepted().orElseThrow().threshold();
          Set<Integer> accepted = new HashSet<>();
          for (int object : unlabeled) {
            Prediction prediction = model.predict(data.rows().get(object));
            if (prediction.margin() >= threshold) {
              accepted.add(object);
              machine++;
              right += prediction.label().equals(data.truth().get(object)) ? 1 : 0;
            }
          }
          unlabeled.removeAll(accepted);
          validation =
              new ArrayList<>(
                  ValidationSet.left(
                      validation,
                      object -> model.predict(data.rows().get(object)).margin() >= threshold));
        }
        curve.add(new int[] {humans + training.size(), machine});
        if (before > 0 && machine - before < LEAST_GAIN * data.size()) {
          break;
        }
        move(next(data, model, unlabeled, training, random.nextLong()), unlabeled, training);
      } else {
        move(next(data, null, unlabeled, training, random.nextLong()), unlabeled, training);
      }
    }
    return new Outcome(data.size(), machine, right, round, curve, reasons);
  }

  static ClassModel train(Dataset data, List<Integer> training) {
    return ClassModel.train(
        data.features(),
        training.stream().map(o -> Example.of(data.rows().get(o), data.truth().get(o))).toList());
  }

  HeadChoice test(Dataset data, ClassModel model, List<Integer> validation, int round) {
    List<Validated> scored = new ArrayList<>();
    for (int object : validation) {
      Prediction prediction = model.predict(data.rows().get(object));
      scored.add(
          new Validated(
              object,
              prediction.margin(),
              prediction.label().equals(data.truth().get(object)) ? 1 : 0));
    }
    return HeadChoice.among(
        LowerBound.CLOPPER_PEARSON, target, budget, round, Map.of("linear", scored));
  }

  List<Integer> first(Dataset data, List<Integer> unlabeled, long seed) {
    return learner
        ? TypicalObjects.choose(data.projected(), unlabeled, List.of(), firstBatch, seed)
        : atRandom(unlabeled, firstBatch, seed);
  }

  List<Integer> next(
      Dataset data, ClassModel model, List<Integer> unlabeled, List<Integer> training, long seed) {
    return learner && model != null
        ? NextBatch.choose(
            data.projected(),
            unlabeled,
            training,
            o -> model.predict(data.rows().get(o)).margin(),
            batch,
            seed)
        : atRandom(unlabeled, batch, seed);
  }

  static List<Integer> atRandom(List<Integer> unlabeled, int count, long seed) {
    List<Integer> shuffled = new ArrayList<>(unlabeled);
    Collections.shuffle(shuffled, new SplittableRandom(seed));
    return shuffled.subList(0, Math.min(count, shuffled.size()));
  }

  private static void move(List<Integer> objects, List<Integer> from, List<Integer> to) {
    List<Integer> moved = List.copyOf(objects);
    from.removeAll(new HashSet<>(moved));
    to.addAll(moved);
  }
}
