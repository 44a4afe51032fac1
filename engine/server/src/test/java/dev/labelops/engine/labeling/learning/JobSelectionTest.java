package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.learning.threshold.FixedSequence;
import dev.labelops.learning.threshold.LowerBound;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobSelectionTest {
  private static final int SIZE = 1000;

  /** Needs 59 validation objects. */
  private static final FixedSequence FIRST =
      new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .05);

  /** Needs 72. */
  private static final FixedSequence SECOND =
      new FixedSequence(LowerBound.CLOPPER_PEARSON, .95, .025);

  private final float[][] rows = rows();

  private static float[][] rows() {
    Random random = new Random(1);
    float[][] rows = new float[SIZE][8];
    for (float[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextGaussian();
      }
    }
    return rows;
  }

  private static List<Integer> ids(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private List<Choice> choose(Selection selection, int most) {
    return selection.choose(rows, Optional.of(id -> id / 1000.), most, 7);
  }

  private static long count(List<Choice> choices, Role role) {
    return choices.stream().filter(choice -> choice.role() == role).count();
  }

  @Test
  void theFirstBatchIsATwentiethOfTheJobForTraining() {
    Selection first =
        new Selection(SIZE, ids(100, SIZE), ids(0, 100), List.of(), FIRST, false, false, false, 0);

    List<Choice> choices = first.choose(rows, Optional.empty(), SIZE, 7);

    assertThat(choices).hasSize(50).allMatch(choice -> choice.role() == Role.Training);
    assertThat(choices).doesNotHaveDuplicates().allMatch(choice -> choice.objectId() >= 100);
    assertThat(first.choose(rows, Optional.empty(), SIZE, 7)).isEqualTo(choices);
    assertThat(first.choose(rows, Optional.empty(), SIZE, 8)).isNotEqualTo(choices);
  }

  @Test
  void halfOfABatchValidatesWhenTheModelWasRefused() {
    Selection refused =
        new Selection(
            SIZE, ids(150, SIZE), ids(0, 100), ids(100, 150), SECOND, true, false, false, 0);

    List<Choice> choices = choose(refused, SIZE);

    assertThat(count(choices, Role.Validation)).isEqualTo(50);
    assertThat(count(choices, Role.Training)).isEqualTo(50);
    assertThat(choices.getFirst().role()).isEqualTo(Role.Validation);
  }

  @Test
  void validationGrowsToWhatTheNextTestNeeds() {
    Selection accepted =
        new Selection(
            SIZE, ids(600, SIZE), ids(0, 30), ids(100, 150), SECOND, false, false, false, 450);

    List<Choice> choices = choose(accepted, SIZE);

    assertThat(count(choices, Role.Validation)).isEqualTo(72 - 30);
    assertThat(count(choices, Role.Training)).isEqualTo(100);
  }

  @Test
  void choosesNoMoreThanMayBeLabeled() {
    Selection refused =
        new Selection(
            SIZE, ids(150, SIZE), ids(0, 100), ids(100, 150), SECOND, true, false, false, 0);

    assertThat(choose(refused, 10)).hasSize(10);
    assertThat(choose(refused, 0)).isEmpty();
    assertThat(choose(refused, -1)).isEmpty();
  }

  @Test
  void aLaterRoundThatAddsUnderOnePercentEndsChoosing() {
    Selection nine =
        new Selection(
            SIZE, ids(600, SIZE), ids(0, 100), ids(100, 150), SECOND, false, true, true, 9);
    Selection ten =
        new Selection(
            SIZE, ids(600, SIZE), ids(0, 100), ids(100, 150), SECOND, false, true, true, 10);

    assertThat(nine.exhausted()).isTrue();
    assertThat(choose(nine, SIZE)).isEmpty();
    assertThat(ten.exhausted()).isFalse();
    assertThat(choose(ten, SIZE)).isNotEmpty();
  }

  @Test
  void validationThatWouldTakeAllThatIsLeftEndsChoosing() {
    Selection left =
        new Selection(
            SIZE, ids(958, SIZE), ids(0, 30), ids(100, 150), SECOND, false, true, true, 100);

    assertThat(left.hopeless()).isTrue();
    assertThat(choose(left, SIZE)).isEmpty();
  }
}
