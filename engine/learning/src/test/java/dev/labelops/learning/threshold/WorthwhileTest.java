package dev.labelops.learning.threshold;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorthwhileTest {
  private static final FixedSequence CLASSES =
      new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .05);
  private static final FixedSequence BOXES = new FixedSequence(LowerBound.NORMAL_MEAN, .6, .05);

  @Test
  void aTestIsWorthItsErrorWhenTheSurestTrainingObjectsAreRight() {
    // 59 of 100 validated objects are the smallest group, so the surest 60% of the training objects
    // count.
    assertThat(CLASSES.worthwhile(100, training(100, 60))).isTrue();
    assertThat(CLASSES.worthwhile(100, training(100, 50))).isFalse();
  }

  @Test
  void moreValidatedObjectsNeedFewerOfTheSurest() {
    assertThat(CLASSES.worthwhile(300, training(200, 50))).isTrue();
  }

  @Test
  void tooFewValidatedObjectsAreNeverWorthATest() {
    assertThat(CLASSES.worthwhile(40, training(100, 100))).isFalse();
  }

  @Test
  void boxesAreTestedWhenTheMeanIsAtTheTarget() {
    assertThat(
            BOXES.worthwhile(
                100, IntStream.range(0, 50).mapToObj(i -> new Validated(i, -i, .61)).toList()))
        .isTrue();
    assertThat(
            BOXES.worthwhile(
                100, IntStream.range(0, 50).mapToObj(i -> new Validated(i, -i, .59)).toList()))
        .isFalse();
  }

  @Test
  void moreValidationIsNeededUntilTheStrictestGroupCanBeTested() {
    assertThat(CLASSES.needsMore(100)).isTrue();
    assertThat(CLASSES.needsMore(292)).isTrue();
    assertThat(CLASSES.needsMore(295)).isFalse();
    assertThat(BOXES.needsMore(60)).isFalse();
  }

  /** The surest are right. */
  private static List<Validated> training(int size, int right) {
    return IntStream.range(0, size).mapToObj(i -> new Validated(i, -i, i < right ? 1 : 0)).toList();
  }
}
