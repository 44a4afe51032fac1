package dev.labelops.learning.threshold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeadChoiceTest {

  @Test
  void clopperPearsonAgreesWithPublishedValues() {
    // One-sided: 45 of 45 at 90% is just above .95; R's binom.test(98, 100, alternative =
    // "greater")$conf.int at 95%.
    assertThat(LowerBound.CLOPPER_PEARSON.of(scores(45, 0), .10))
        .isCloseTo(Math.pow(.10, 1 / 45.0), within(1e-9));
    assertThat(LowerBound.CLOPPER_PEARSON.of(scores(98, 2), .05)).isCloseTo(.9383, within(1e-3));
    assertThat(LowerBound.CLOPPER_PEARSON.of(scores(0, 5), .05)).isZero();
  }

  @Test
  void theMeansBoundIsTheMeanMinusTheQuantileTimesTheStandardError() {
    double[] scores = {.5, .6, .7, .8};

    assertThat(LowerBound.NORMAL_MEAN.of(scores, .10))
        .isCloseTo(.65 - 1.2816 * .0645497, within(1e-4));
  }

  @Test
  void accuracyOf95NeedsAtLeast45Objects() {
    assertThat(LowerBound.CLOPPER_PEARSON.smallestGroup(.95, .10)).isEqualTo(45);
    assertThat(LowerBound.CLOPPER_PEARSON.smallestGroup(.95, .05)).isEqualTo(59);
    assertThat(LowerBound.NORMAL_MEAN.smallestGroup(.6, .10)).isEqualTo(20);
  }

  @Test
  void groupsOfClassesAreTheSmallestThatMayHaveOneErrorMore() {
    // At .90 confidence .95 needs 45 without an error, 77 with one, 105 with two.
    TestedHead head =
        new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .10)
            .test("classes", validation(120, i -> 1));

    assertThat(head.groups()).extracting(Group::size).containsExactly(45, 77, 105, 120);
    assertThat(head.accepted()).get().extracting(Group::size).isEqualTo(120);
    assertThat(head.coverage()).isEqualTo(1);
  }

  @Test
  void oneErrorInTheMiddleDoesNotEndTheTest() {
    TestedHead head =
        new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .10)
            .test("classes", validation(100, i -> i == 50 ? 0 : 1));

    assertThat(head.accepted()).get().extracting(Group::size).isEqualTo(100);
  }

  @Test
  void groupsOfBoxesAreTenthsOfAtLeast20Objects() {
    TestedHead head =
        new FixedSequence(LowerBound.NORMAL_MEAN, .6, .10)
            .test("boxes", validation(60, i -> .7 + i % 3 * .1));

    assertThat(head.groups()).extracting(Group::size).startsWith(24, 30).hasSize(7);
  }

  @Test
  void testingStopsAtTheFirstFailure() {
    // Wrong only among the surest: the largest group would pass, and must not be reached.
    TestedHead head =
        new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .10)
            .test("classes", validation(400, i -> i < 6 ? 0 : 1));

    assertThat(head.groups()).hasSize(1);
    assertThat(head.accepted()).isEmpty();
  }

  @Test
  void objectsOfOneConfidenceAreAcceptedTogetherOrNotAtAll() {
    List<Validated> equal =
        IntStream.range(0, 100).mapToObj(i -> new Validated(i, .5, i < 60 ? 1 : 0)).toList();

    TestedHead head =
        new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .10).test("classes", equal);

    assertThat(head.groups())
        .singleElement()
        .satisfies(group -> assertThat(group.size()).isEqualTo(100));
    assertThat(head.accepted()).isEmpty();
  }

  @Test
  void theReasonOfARefusalIsInNumbers() {
    List<Validated> poor = validation(96, i -> i % 2 == 0 ? .50 : .62);

    HeadChoice choice =
        HeadChoice.among(
            LowerBound.NORMAL_MEAN, .60, ErrorBudget.DEFAULT, 1, Map.of("boxes", poor));

    assertThat(choice.best()).isEmpty();
    assertThat(choice.reason()).isEqualTo("0 of 96: best group 0.53, needs 0.60");
  }

  @Test
  void tooFewValidatedObjectsAreSaidToBeTooFew() {
    HeadChoice choice =
        HeadChoice.among(
            LowerBound.CLOPPER_PEARSON,
            .95,
            ErrorBudget.DEFAULT,
            1,
            Map.of("classes", validation(30, i -> 1)));

    assertThat(choice.reason())
        .isEqualTo(
            "0 of 30: 59 validated objects without an error are the least that show 0.95 at 95% confidence");
  }

  @Test
  void theHeadWithTheLargestAcceptedGroupIsTaken() {
    List<Validated> part = validation(100, i -> i < 50 ? .9 : .1);
    List<Validated> most = validation(100, i -> i < 80 ? .9 : .1);

    HeadChoice choice =
        HeadChoice.among(
            LowerBound.NORMAL_MEAN, .60, ErrorBudget.DEFAULT, 1, Map.of("a", part, "b", most));

    assertThat(choice.best()).get().extracting(TestedHead::head).isEqualTo("b");
    assertThat(choice.test().delta()).isCloseTo(.025, within(1e-12));
    assertThat(choice.reason())
        .matches("\\d+ of 100: bound 0\\.\\d\\d \\(mean 0\\.\\d\\d\\), needs 0\\.60");
  }

  @Test
  void allRoundsTogetherStayBelowTheBudget() {
    double spent =
        IntStream.rangeClosed(1, 40)
            .mapToDouble(round -> ErrorBudget.DEFAULT.delta(round, 1))
            .sum();

    assertThat(ErrorBudget.DEFAULT.delta(1, 1)).isEqualTo(.05);
    assertThat(ErrorBudget.DEFAULT.delta(2, 2)).isEqualTo(.0125);
    assertThat(spent).isLessThanOrEqualTo(.10);
  }

  @Test
  void scoresOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Validated(7, .5, 1.2))
        .hasMessage("The score of object 7 is 1.2, not 0 to 1.");
    assertThatThrownBy(() -> LowerBound.CLOPPER_PEARSON.of(new double[] {.5}, .1))
        .hasMessageContaining("scores of 0 or 1");
  }

  /** The first is the surest. */
  private static List<Validated> validation(int size, IntToDoubleFunction score) {
    return IntStream.range(0, size)
        .mapToObj(i -> new Validated(i, 1 - i / (double) size, score.applyAsDouble(i)))
        .toList();
  }

  private static double[] scores(int right, int wrong) {
    return IntStream.range(0, right + wrong).mapToDouble(i -> i < right ? 1 : 0).toArray();
  }
}
