package dev.labelops.learning.classes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CrossValidationTest {

  @Test
  void labelsThatFollowFromNothingAreNotPredicted() {
    SplittableRandom random = new SplittableRandom(1);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String text = "word" + i + " thing" + random.nextInt(5);
      examples.add(Example.of(HashedNgrams.DEFAULT.row(text), random.nextBoolean() ? "a" : "b"));
    }

    List<Prediction> predictions = CrossValidation.predictions(HashedNgrams.DEFAULT, examples, 1);

    // A model that saw these objects repeats their labels: the words are unique.
    assertThat(right(examples, predictions)).isBetween(60, 140);
    ClassModel all = ClassModel.train(HashedNgrams.DEFAULT, examples);
    assertThat(right(examples, examples.stream().map(e -> all.predict(e.row())).toList()))
        .isGreaterThan(190);
  }

  @Test
  void aFoldWithoutASecondLabelIsUnsure() {
    List<Example> examples =
        List.of(
            Example.of(HashedNgrams.DEFAULT.row("x"), "a"),
            Example.of(HashedNgrams.DEFAULT.row("y"), "b"));

    assertThat(CrossValidation.predictions(HashedNgrams.DEFAULT, examples, 1))
        .hasSize(2)
        .allMatch(prediction -> prediction.margin() == 0);
  }

  private static int right(List<Example> examples, List<Prediction> predictions) {
    int right = 0;
    for (int i = 0; i < examples.size(); i++) {
      right += predictions.get(i).label().equals(examples.get(i).label()) ? 1 : 0;
    }
    return right;
  }
}
