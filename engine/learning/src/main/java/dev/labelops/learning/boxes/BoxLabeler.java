package dev.labelops.learning.boxes;

import dev.labelops.learning.threshold.Validated;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * A trained head with its answer rule: labels images.
 *
 * @param model trained on all images
 * @param rule fitted on each image's candidates from a model that did not see it
 * @param crossValidated the rule's answers to these candidates, by the place of the image in
 *     training: they say whether a test is worth its error budget ({@code
 *     FixedSequence.worthwhile}); empty for a loaded model
 */
public record BoxLabeler<F>(BoxModel<F> model, AnswerRule rule, List<Validated> crossValidated)
    implements AutoCloseable {

  public BoxLabeler {
    crossValidated = List.copyOf(crossValidated);
  }

  /**
   * Trains the model, and for the rule one more per fold, by cross-validation.
   *
   * @param images none of the validation set
   * @param target mean score required of accepted images, 0 to 1
   * @param folds at least 2
   * @param threads models trained at the same time; the result is the same with any number
   */
  public static <F> BoxLabeler<F> train(
      BoxHead<F> head,
      List<LabeledImage<F>> images,
      double target,
      int folds,
      int threads,
      long seed) {
    List<Callable<List<Left>>> tasks = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      int left = fold;
      tasks.add(() -> left(head, images, folds, left, seed));
    }
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      Future<BoxModel<F>> model = workers.submit(() -> head.train(images, seed));
      List<Left> left = new ArrayList<>();
      for (Future<List<Left>> fold : workers.invokeAll(tasks)) {
        left.addAll(result(fold));
      }
      AnswerRule rule =
          AnswerRule.fit(left.stream().map(Left::seen).toList(), head.probabilities(), target);
      return new BoxLabeler<>(
          result(model), rule, left.stream().map(one -> one.answered(rule)).toList());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Training was interrupted.", e);
    }
  }

  /** An image of training, and the candidates of a model that did not see it. */
  private record Left(int image, AnswerRule.Seen seen) {
    Validated answered(AnswerRule rule) {
      Answer answer = rule.answer(seen.candidates());
      return new Validated(
          image, answer.confidence(), ImageScore.of(answer.labels(), seen.truth()));
    }
  }

  /** None when the other folds have no box to train on. */
  private static <F> List<Left> left(
      BoxHead<F> head, List<LabeledImage<F>> images, int folds, int fold, long seed) {
    List<Integer> left =
        IntStream.range(0, images.size()).filter(i -> i % folds == fold).boxed().toList();
    List<LabeledImage<F>> others =
        IntStream.range(0, images.size())
            .filter(i -> i % folds != fold)
            .mapToObj(images::get)
            .toList();
    if (left.isEmpty() || others.stream().allMatch(image -> image.boxes().isEmpty())) {
      return List.of();
    }
    try (BoxModel<F> model = head.train(others, seed)) {
      return left.stream()
          .map(
              i ->
                  new Left(
                      i,
                      new AnswerRule.Seen(
                          model.detect(images.get(i).features().get()), images.get(i).boxes())))
          .toList();
    }
  }

  private static <T> T result(Future<T> of) throws InterruptedException {
    try {
      return of.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  public Answer label(F features) {
    return rule.answer(model.detect(features));
  }

  @Override
  public void close() {
    model.close();
  }
}
