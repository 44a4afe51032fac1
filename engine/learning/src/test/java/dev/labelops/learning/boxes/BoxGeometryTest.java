package dev.labelops.learning.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoxGeometryTest {
  private static final Box SQUARE = new Box(10, 10, 30, 30);

  @Test
  void overlapIsIntersectionOverUnion() {
    assertThat(SQUARE.overlap(SQUARE)).isEqualTo(1);
    assertThat(SQUARE.overlap(new Box(20, 10, 40, 30))).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(SQUARE.overlap(new Box(30, 10, 40, 30))).isZero();
  }

  @Test
  void aBoxHasAWidthAndAHeight() {
    assertThatThrownBy(() -> new Box(10, 10, 10, 30)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Box(0, 0, Double.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBoxOutsideTheImageIsMovedInside() {
    assertThat(new Box(-5, -5, 700, 500).inside(640, 480)).isEqualTo(new Box(0, 0, 640, 480));
    assertThat(new Box(650, 490, 700, 500).inside(640, 480)).isEqualTo(new Box(639, 479, 640, 480));
  }

  @Test
  void theScoreOfAnImageCountsMissedAndFalseBoxes() {
    LabeledBox truth = new LabeledBox("a", SQUARE);
    LabeledBox elsewhere = new LabeledBox("a", new Box(100, 100, 120, 120));
    LabeledBox otherLabel = new LabeledBox("b", SQUARE);

    assertThat(ImageScore.of(List.of(truth), List.of(truth))).isEqualTo(1);
    assertThat(ImageScore.of(List.of(truth, elsewhere), List.of(truth))).isEqualTo(.5);
    assertThat(ImageScore.of(List.of(truth), List.of(truth, elsewhere))).isEqualTo(.5);
    assertThat(ImageScore.of(List.of(otherLabel), List.of(truth))).isZero();
    assertThat(ImageScore.of(List.of(), List.of())).isEqualTo(1);
    assertThat(ImageScore.of(List.of(), List.of(truth))).isZero();
    assertThat(ImageScore.of(List.of(truth), List.of())).isZero();
  }

  @Test
  void boxesAreMatchedOnceEachBestFirst() {
    LabeledBox exact = new LabeledBox("a", SQUARE);
    LabeledBox near = new LabeledBox("a", new Box(10, 10, 30, 28));

    // The near box is false: the true one is taken by the exact.
    assertThat(ImageScore.of(List.of(near, exact), List.of(exact))).isEqualTo(.5);
  }

  @Test
  void theConstantBoxIsTheMedianOfEachClassInPartsOfTheImage() {
    ConstantBox constant =
        new ConstantBox(
            List.of(
                new SizedImage(100, 100, List.of(new LabeledBox("a", new Box(0, 0, 40, 40)))),
                new SizedImage(100, 100, List.of(new LabeledBox("a", new Box(0, 0, 50, 50)))),
                new SizedImage(200, 200, List.of(new LabeledBox("a", new Box(0, 0, 180, 180))))));

    assertThat(
            constant.score(
                new SizedImage(200, 200, List.of(new LabeledBox("a", new Box(0, 0, 100, 100))))))
        .isEqualTo(1);
    assertThat(
            constant.score(
                new SizedImage(200, 200, List.of(new LabeledBox("b", new Box(0, 0, 100, 100))))))
        .isZero();
  }

  @Test
  void theBestOfOverlappingBoxesIsKept() {
    ScoredBox best = new ScoredBox("a", SQUARE, .9);
    ScoredBox over = new ScoredBox("b", new Box(12, 10, 32, 30), .8);
    ScoredBox beside = new ScoredBox("a", new Box(50, 10, 70, 30), .1);

    assertThat(Suppression.of(List.of(beside, over, best), 8)).containsExactly(best, beside);
    assertThat(Suppression.of(List.of(beside, over, best), 1)).containsExactly(best);
  }

  @Test
  void movesAreUndoneByTheirDeltas() {
    Box target = new Box(12, 8, 36, 26);
    float[] deltas = new float[4];
    BoxDeltas.put(SQUARE, target, deltas, 0);

    Box moved = BoxDeltas.move(SQUARE, deltas, 0, 1, 640, 480);

    assertThat(moved.overlap(target)).isGreaterThan(.999);
  }
}
