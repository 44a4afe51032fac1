package dev.labelops.engine.labeling.learning;

import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.learning.selection.NextBatch;
import dev.labelops.learning.selection.TypicalObjects;
import dev.labelops.learning.selection.ValidationSet;
import dev.labelops.learning.threshold.FixedSequence;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;

/**
 * What people label next. The first training batch has the typical objects of clusters; later ones
 * are half uncertain, half random or typical. Validation objects are always drawn at random.
 *
 * @param size objects of the job
 * @param open objects without a label after the round
 * @param validation objects that the next round measures with
 * @param training objects with a training label
 * @param nextTest that the next round would run
 * @param refused whether this round had a model, and labeled nothing by it
 * @param tested whether this round tested a model
 * @param machineLabeled whether an earlier round labeled by machine
 * @param labeled objects that the machine labeled in this round
 */
record Selection(
    int size,
    List<Integer> open,
    List<Integer> validation,
    List<Integer> training,
    FixedSequence nextTest,
    boolean refused,
    boolean tested,
    boolean machineLabeled,
    int labeled) {
  /** When a later round adds less of the job, people label the rest. */
  private static final double LEAST_GAIN = .01;

  /** A twentieth and a tenth of the job, as 50 and 100 of 1,000. */
  private static final int FIRST_PART = 20;

  private static final int LATER_PART = 10;
  private static final int LEAST = 20;
  private static final int MOST = 1000;

  /** Clusters of more objects take too long, and say little more. */
  private static final int MOST_CANDIDATES = 5000;

  /**
   * @param rows short row by object
   * @param certainty of the round's best model on an open object; empty without a model
   * @param most how many may be chosen
   * @return validation objects first; empty when no further test can pay
   */
  List<Choice> choose(
      float[][] rows, Optional<IntToDoubleFunction> certainty, int most, long seed) {
    if (exhausted() || hopeless()) {
      return List.of();
    }
    SplittableRandom random = new SplittableRandom(seed);
    int batch = batch();
    int enough = Math.max(validation.size(), smallest());
    // The random half of the batch serves better as validation.
    int half = refused && nextTest.needsMore(enough) ? batch / 2 : 0;
    List<Integer> more = ValidationSet.topUp(validation, enough + half, open, random.nextLong());
    HashSet<Integer> taken = new HashSet<>(more);
    List<Integer> rest = open.stream().filter(id -> !taken.contains(id)).toList();
    List<Choice> choices = new ArrayList<>();
    more.forEach(id -> choices.add(new Choice(id, Role.Validation)));
    trained(rows, certainty, sample(rest, random), batch - half, random.nextLong())
        .forEach(id -> choices.add(new Choice(id, Role.Training)));
    return List.copyOf(choices.subList(0, Math.min(Math.max(0, most), choices.size())));
  }

  /**
   * Whether rounds no longer add anything worth their time. A round without a test says nothing:
   * its labels were too few, and people label the next ones anyway, in whatever order.
   */
  boolean exhausted() {
    return machineLabeled && tested && labeled < LEAST_GAIN * size;
  }

  /** Whether nothing would be left after people label what the next test needs. */
  boolean hopeless() {
    return open.size() <= smallest() - validation.size();
  }

  private int smallest() {
    return nextTest.bound().smallestGroup(nextTest.target(), nextTest.delta());
  }

  private int batch() {
    return Math.clamp(size / (training.isEmpty() ? FIRST_PART : LATER_PART), LEAST, MOST);
  }

  private List<Integer> trained(
      float[][] rows,
      Optional<IntToDoubleFunction> certainty,
      List<Integer> candidates,
      int count,
      long seed) {
    return certainty.isPresent()
        ? NextBatch.choose(rows, candidates, training, certainty.get(), count, seed)
        : TypicalObjects.choose(rows, candidates, training, count, seed);
  }

  private static List<Integer> sample(List<Integer> ids, SplittableRandom random) {
    if (ids.size() <= MOST_CANDIDATES) {
      return ids;
    }
    List<Integer> shuffled = new ArrayList<>(ids);
    Collections.shuffle(shuffled, random);
    return shuffled.subList(0, MOST_CANDIDATES);
  }
}
