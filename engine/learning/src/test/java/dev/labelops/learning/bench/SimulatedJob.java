package dev.labelops.learning.bench;

import dev.labelops.learning.classes.ClassModel;
import dev.labelops.learning.classes.CrossValidation;
import dev.labelops.learning.classes.Example;
import dev.labelops.learning.classes.Prediction;
import dev.labelops.learning.selection.ValidationSet;
import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.Group;
import dev.labelops.learning.threshold.HeadChoice;
import dev.labelops.learning.threshold.LowerBound;
import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** A job in the middle: who labeled what so far. People answer with the truth. */
final class SimulatedJob {
  private static final double LEAST_GAIN = .01;

  private final Loop loop;
  private final Dataset data;
  private final SplittableRandom random;
  private final List<Integer> unlabeled;
  private final List<Integer> training = new ArrayList<>();
  private final List<int[]> curve = new ArrayList<>();
  private final List<String> reasons = new ArrayList<>();
  private List<Integer> validation;
  private int validated;
  private int machine;
  private int right;
  private int tests;

  SimulatedJob(Loop loop, Dataset data, long seed) {
    this.loop = loop;
    this.data = data;
    random = new SplittableRandom(seed);
    unlabeled = new ArrayList<>(IntStream.range(0, data.size()).boxed().toList());
    validation = new ArrayList<>();
    validate(ValidationSet.draw(data.size(), random.nextLong()));
  }

  Loop.Outcome run() {
    train(loop.first(data, unlabeled, random.nextLong()));
    boolean worthwhile = true;
    while (worthwhile && !unlabeled.isEmpty()) {
      worthwhile = round();
    }
    return new Loop.Outcome(data.size(), machine, right, tests, curve, reasons);
  }

  /** Whether another round is worthwhile. */
  private boolean round() {
    if (training.stream().map(data.truth()::get).distinct().count() < 2) {
      train(loop.next(data, null, unlabeled, training, loop.batch(), random.nextLong()));
      return true;
    }
    int before = machine;
    FixedSequence sequence =
        new FixedSequence(
            LowerBound.CLOPPER_PEARSON, loop.target(), loop.budget().delta(tests + 1, 1));
    int smallest = sequence.bound().smallestGroup(loop.target(), sequence.delta());
    validate(ValidationSet.topUp(validation, smallest, unlabeled, random.nextLong()));
    ClassModel model = Loop.train(data, training);
    int toTrain = loop.batch();
    Optional<Group> accepted = test(sequence, model);
    if (accepted.isPresent()) {
      label(model, accepted.get().threshold());
    } else if (sequence.needsMore(validation.size())) {
      // The random half of the batch serves better as validation.
      int wanted = validation.size() + loop.batch() / 2;
      List<Integer> half = ValidationSet.topUp(validation, wanted, unlabeled, random.nextLong());
      validate(half);
      toTrain -= half.size();
    }
    curve.add(new int[] {validated + training.size(), machine});
    train(loop.next(data, model, unlabeled, training, toTrain, random.nextLong()));
    return before == 0 || machine - before >= LEAST_GAIN * data.size();
  }

  private Optional<Group> test(FixedSequence sequence, ClassModel model) {
    if (!sequence.worthwhile(validation.size(), crossValidated())) {
      reasons.add("not tested with " + training.size() + " and " + validation.size() + " labels");
      return Optional.empty();
    }
    tests++;
    HeadChoice choice = loop.test(data, model, validation, tests);
    reasons.add(choice.reason());
    return choice.best().flatMap(best -> best.accepted());
  }

  private void label(ClassModel model, double threshold) {
    Set<Integer> accepted = new HashSet<>();
    for (int object : unlabeled) {
      Prediction prediction = model.predict(data.rows().get(object));
      if (prediction.margin() >= threshold) {
        accepted.add(object);
        right += prediction.label().equals(data.truth().get(object)) ? 1 : 0;
      }
    }
    machine += accepted.size();
    unlabeled.removeAll(accepted);
    validation =
        new ArrayList<>(
            ValidationSet.left(
                validation, o -> model.predict(data.rows().get(o)).margin() >= threshold));
  }

  private List<Validated> crossValidated() {
    List<Example> examples = training.stream().map(data::example).toList();
    List<Prediction> predictions =
        CrossValidation.predictions(data.features(), examples, random.nextLong());
    return IntStream.range(0, training.size())
        .mapToObj(i -> data.scored(training.get(i), predictions.get(i)))
        .toList();
  }

  private void train(List<Integer> objects) {
    training.addAll(taken(objects));
  }

  private void validate(List<Integer> objects) {
    List<Integer> taken = taken(objects);
    validation.addAll(taken);
    validated += taken.size();
  }

  private List<Integer> taken(List<Integer> objects) {
    List<Integer> taken = List.copyOf(objects);
    unlabeled.removeAll(new HashSet<>(taken));
    return taken;
  }
}
