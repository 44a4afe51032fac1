package dev.labelops.learning.classes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Predictions for training objects by models that did not see them: each fold is predicted by a
 * model of the other folds.
 */
public final class CrossValidation {
  private static final int FOLDS = 5;

  private CrossValidation() {}

  /**
   * @param examples of at least two labels
   * @return a prediction per example, in their order; a margin of 0 where the other folds have one
   *     label only
   */
  public static List<Prediction> predictions(Features features, List<Example> examples, long seed) {
    List<Integer> order = new ArrayList<>(IntStream.range(0, examples.size()).boxed().toList());
    Collections.shuffle(order, new SplittableRandom(seed));
    Prediction[] predictions = new Prediction[examples.size()];
    for (int fold = 0; fold < FOLDS; fold++) {
      List<Example> others = new ArrayList<>();
      List<Integer> held = new ArrayList<>();
      for (int i = 0; i < order.size(); i++) {
        if (i % FOLDS == fold) {
          held.add(order.get(i));
        } else {
          others.add(examples.get(order.get(i)));
        }
      }
      boolean oneLabel = others.stream().map(Example::label).distinct().count() < 2;
      ClassModel model = oneLabel ? null : ClassModel.train(features, others);
      for (int i : held) {
        predictions[i] =
            oneLabel
                ? new Prediction(others.getFirst().label(), 1, 0)
                : model.predict(examples.get(i).row());
      }
    }
    return List.of(predictions);
  }
}
