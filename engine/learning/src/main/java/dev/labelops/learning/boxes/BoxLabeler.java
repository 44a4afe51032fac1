package dev.labelops.learning.boxes;

import java.util.ArrayList;
import java.util.List;

/**
 * A trained head with its answer rule: labels images.
 *
 * @param model trained on all images
 * @param rule fitted on each image's candidates from a model that did not see it
 */
public record BoxLabeler<F>(BoxModel<F> model, AnswerRule rule) implements AutoCloseable {

  /**
   * Trains the model, and for the rule one more per fold, by cross-validation.
   *
   * @param images none of the validation set
   * @param target mean score required of accepted images, 0 to 1
   * @param folds at least 2
   */
  public static <F> BoxLabeler<F> train(
      BoxHead<F> head, List<LabeledImage<F>> images, double target, int folds, long seed) {
    List<AnswerRule.Seen> seen = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      List<LabeledImage<F>> others = new ArrayList<>();
      List<LabeledImage<F>> left = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        (i % folds == fold ? left : others).add(images.get(i));
      }
      if (left.isEmpty() || others.stream().allMatch(image -> image.boxes().isEmpty())) {
        continue;
      }
      try (BoxModel<F> model = head.train(others, seed)) {
        for (LabeledImage<F> image : left) {
          seen.add(new AnswerRule.Seen(model.detect(image.features().get()), image.boxes()));
        }
      }
    }
    AnswerRule rule = AnswerRule.fit(seen, head.probabilities(), target);
    return new BoxLabeler<>(head.train(images, seed), rule);
  }

  public Answer label(F features) {
    return rule.answer(model.detect(features));
  }

  @Override
  public void close() {
    model.close();
  }
}
