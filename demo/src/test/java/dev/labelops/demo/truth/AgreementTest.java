package dev.labelops.demo.truth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static final Box A = new Box("A", 0, 0, 10, 10);
  private static final Box HALF_OF_A = new Box("A", 0, 0, 10, 5);
  private static final Box FAR = new Box("A", 100, 100, 10, 10);

  @Test
  void iouIsSharedAreaOverAllArea() {
    assertThat(A.iou(A)).isEqualTo(1);
    assertThat(A.iou(HALF_OF_A)).isEqualTo(.5);
    assertThat(A.iou(FAR)).isZero();
    assertThat(A.iou(new Box("A", 10, 0, 10, 10))).as("touching edges").isZero();
    assertThat(A.iou(new Box("A", 5, 5, 10, 10))).isCloseTo(25 / 175.0, within(1e-9));
  }

  @Test
  void missedAndFalseBoxesLowerTheScore() {
    assertThat(Agreement.iou(List.of(A), List.of(A))).isEqualTo(1);
    assertThat(Agreement.iou(List.of(A), List.of(A, FAR))).isEqualTo(.5);
    assertThat(Agreement.iou(List.of(A, FAR), List.of(A))).isEqualTo(.5);
    assertThat(Agreement.iou(List.of(), List.of(A))).isZero();
    assertThat(Agreement.iou(List.of(A), List.of())).isZero();
    assertThat(Agreement.iou(List.of(), List.of())).as("nothing there, nothing found").isEqualTo(1);
  }

  @Test
  void anotherLabelIsNoMatch() {
    assertThat(Agreement.iou(List.of(new Box("B", 0, 0, 10, 10)), List.of(A))).isZero();
  }

  @Test
  void eachBoxMatchesOnceAndTheBestFirst() {
    assertThat(Agreement.iou(List.of(HALF_OF_A, A), List.of(A))).isEqualTo(.5);
  }
}
