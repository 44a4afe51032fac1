package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerRuleTest {
  private static final LabeledBox TRUTH = new LabeledBox("a", new Box(10, 10, 30, 30));

  @Test
  void confidenceIsTheWeakestEmittedMinusHalfOfTheStrongestSuppressed() {
    Answer answer =
        new AnswerRule(0, .5, .5, 4, -2, .5)
            .answer(List.of(scored(.9, 0), scored(.6, 100), scored(.4, 200), scored(.1, 300)));

    assertThat(answer.boxes()).hasSize(2);
    assertThat(answer.confidence()).isCloseTo(.6 - .4 / 2, within(1e-9));
  }

  @Test
  void scoresWithoutALimitAreMappedFirst() {
    Answer answer =
        new AnswerRule(10, .5, .5, 4, -2, .5).answer(List.of(scored(30, 0), scored(5, 100)));

    assertThat(answer.boxes()).singleElement().extracting(ScoredBox::score).isEqualTo(.75);
    assertThat(answer.confidence()).isCloseTo(.75 - 1 / 3.0 / 2, within(1e-9));
  }

  @Test
  void nothingHereIsAConfidentAnswerWhereLabelsSupportIt() {
    List<AnswerRule.Seen> images = images();
    for (int i = 0; i < 20; i++) {
      images.add(new AnswerRule.Seen(List.of(scored(.05, 0)), List.of()));
    }

    AnswerRule rule = AnswerRule.fit(images, true, .6);

    assertThat(rule.nothing()).isGreaterThan(.9);
  }

  @Test
  void nothingHereIsAsSureAsAnswersOfItsQuality() {
    // Answers with boxes of confidence c have the quality sigmoid(8c - 4).
    AnswerRule rule = new AnswerRule(0, .5, .5, 8, -4, .95);

    assertThat(rule.answer(List.of()).confidence())
        .isCloseTo((Math.log(.95 / .05) + 4) / 8, within(1e-9));
    assertThat(rule.answer(List.of(scored(.4, 0))).confidence())
        .isLessThan(rule.answer(List.of(scored(.1, 0))).confidence());
  }

  @Test
  void nothingHereIsTheLeastSureAnswerWhereEachLabeledImageHasABox() {
    List<AnswerRule.Seen> images = images();
    for (int i = 0; i < 5; i++) {
      images.add(new AnswerRule.Seen(List.of(scored(.05, 0)), List.of(TRUTH)));
    }

    AnswerRule rule = AnswerRule.fit(images, true, .6);

    assertThat(rule.nothing()).isZero();
    assertThat(rule.answer(List.of()).confidence())
        .isLessThan(rule.answer(List.of(scored(.6, 0), scored(.4, 100))).confidence());
  }

  /** 40 images with a true box of .95 and a false one of .5. */
  private static List<AnswerRule.Seen> images() {
    List<AnswerRule.Seen> images = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      images.add(
          new AnswerRule.Seen(List.of(scored(.95 - .001 * i, 0), scored(.5, 100)), List.of(TRUTH)));
    }
    return images;
  }

  @Test
  void theEmissionThresholdLeavesFalseBoxesOut() {
    AnswerRule rule = AnswerRule.fit(images(), true, .6);

    assertThat(rule.others()).isGreaterThan(.5);
    assertThat(rule.answer(List.of(scored(.94, 0), scored(.5, 100))).boxes()).hasSize(1);
  }

  /** The score of the only mark is .1 to .9; false boxes have half of it. */
  @Test
  void aWeakBoxIsTheAnswerWhereStrongerOnesOfOtherImagesAreFalse() {
    List<AnswerRule.Seen> images = new ArrayList<>();
    for (int i = 0; i < 41; i++) {
      double score = .1 + .02 * i;
      images.add(
          new AnswerRule.Seen(List.of(scored(score, 0), scored(score / 2, 100)), List.of(TRUTH)));
    }

    AnswerRule rule = AnswerRule.fit(images, true, .6);

    assertThat(rule.answer(List.of(scored(.1, 0), scored(.05, 100))).boxes()).hasSize(1);
    assertThat(rule.answer(List.of(scored(.9, 0), scored(.45, 100))).boxes()).hasSize(1);
  }

  private static ScoredBox scored(double score, double left) {
    return new ScoredBox("a", new Box(10 + left, 10, 30 + left, 30), score);
  }
}
