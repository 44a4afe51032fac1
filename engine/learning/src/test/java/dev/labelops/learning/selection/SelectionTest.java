package dev.labelops.learning.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SelectionTest {
  /** Ten groups of 30 objects around ten centres; object o is of group o / 30. */
  private static final float[][] FEATURES = Projection.ofEmbeddings(groups(10, 30, 40), 1);

  private static final IntUnaryOperator GROUP = object -> object / 30;

  @ParameterizedTest
  @CsvSource({"30, 30", "60, 60", "200, 60", "400, 80", "500, 100", "5000, 100"})
  void theValidationSetIs100OrAFifthAndAtLeast60(int objects, int size) {
    assertThat(ValidationSet.draw(objects, 3))
        .hasSize(size)
        .doesNotHaveDuplicates()
        .allMatch(o -> o < objects);
  }

  @Test
  void eachObjectIsValidatedEquallyOften() {
    int[] drawn = new int[500];
    for (int seed = 0; seed < 2000; seed++) {
      ValidationSet.draw(500, seed).forEach(object -> drawn[object]++);
    }
    // 400 expected; five standard deviations are 89.
    assertThat(drawn)
        .doesNotContain(0)
        .satisfies(d -> assertThat(IntStream.of(d)).allMatch(n -> n > 310 && n < 490));
  }

  @Test
  void acceptedObjectsLeaveTheValidationSetAndItIsFilledAtRandom() {
    List<Integer> left = ValidationSet.left(List.of(1, 2, 3, 4), object -> object > 2);

    assertThat(left).containsExactly(1, 2);
    assertThat(ValidationSet.topUp(left, 4, List.of(5, 6, 7, 2), 1)).hasSize(2).isSubsetOf(5, 6, 7);
    assertThat(ValidationSet.topUp(left, 2, List.of(5), 1)).isEmpty();
    assertThat(ValidationSet.topUp(left, 45, List.of(5), 1)).containsExactly(5);
  }

  @Test
  void theFirstBatchHasAnObjectOfEachGroupWhereChanceMissesSome() {
    List<Integer> all = IntStream.range(0, 300).boxed().toList();
    int typical = 0;
    int random = 0;
    for (int seed = 0; seed < 20; seed++) {
      typical += groupsIn(TypicalObjects.choose(FEATURES, all, List.of(), 10, seed));
      random += groupsIn(Shuffle.of(all, new SplittableRandom(seed)).subList(0, 10));
    }
    assertThat(typical / 20.0).isGreaterThan(9);
    assertThat(random / 20.0).isLessThan(7.5);
  }

  @Test
  void labeledClustersAreServedLast() {
    List<Integer> labeled = IntStream.range(0, 150).filter(o -> o % 30 < 5).boxed().toList();
    List<Integer> candidates =
        IntStream.range(0, 300).filter(o -> !labeled.contains(o)).boxed().toList();

    List<Integer> chosen = TypicalObjects.choose(FEATURES, candidates, labeled, 5, 1);

    assertThat(chosen).hasSize(5).doesNotHaveDuplicates().doesNotContainAnyElementsOf(labeled);
    assertThat(chosen.stream().filter(o -> o >= 150).count()).isGreaterThanOrEqualTo(3);
  }

  @Test
  void theNextBatchIsHalfUncertain() {
    List<Integer> unlabeled = IntStream.range(40, 300).boxed().toList();
    List<Integer> labeled = IntStream.range(0, 40).boxed().toList();

    List<Integer> chosen = NextBatch.choose(FEATURES, unlabeled, labeled, object -> object, 20, 5);

    assertThat(chosen).hasSize(20).doesNotHaveDuplicates().isSubsetOf(unlabeled);
    // The 30 least certain are 40 to 69.
    assertThat(chosen.subList(0, 10)).allMatch(object -> object < 70);
  }

  @Test
  void theSameSeedChoosesTheSameAndAnotherSeedOthers() {
    List<Integer> all = IntStream.range(0, 300).boxed().toList();

    assertThat(NextBatch.choose(FEATURES, all, List.of(), o -> -o, 20, 5))
        .isEqualTo(NextBatch.choose(FEATURES, all, List.of(), o -> -o, 20, 5))
        .isNotEqualTo(NextBatch.choose(FEATURES, all, List.of(), o -> -o, 20, 6));
    assertThat(ValidationSet.draw(300, 1))
        .isEqualTo(ValidationSet.draw(300, 1))
        .isNotEqualTo(ValidationSet.draw(300, 2));
  }

  @Test
  void aBatchLargerThanTheRestIsTheRest() {
    assertThat(TypicalObjects.choose(FEATURES, List.of(4, 9), List.of(), 10, 1))
        .containsExactly(4, 9);
    assertThat(NextBatch.choose(FEATURES, List.of(4, 9), List.of(), o -> 0, 10, 1))
        .containsExactly(4, 9);
  }

  @Test
  void identicalObjectsDoNotStopTheChoice() {
    float[][] identical =
        IntStream.range(0, 50).mapToObj(i -> new float[64]).toArray(float[][]::new);

    assertThat(
            TypicalObjects.choose(
                identical, IntStream.range(0, 50).boxed().toList(), List.of(), 10, 1))
        .hasSize(10)
        .doesNotHaveDuplicates();
  }

  @Test
  void aProjectionKeepsDistances() {
    float[][] rows = groups(2, 1, 300);
    float[] same = Projection.of(new int[] {3, 7}, new double[] {1, 2}, 9);

    assertThat(same).isEqualTo(Projection.of(new int[] {3, 7}, new double[] {2, 4}, 9));
    assertThat(
            Vectors.squaredDistance(
                same, Projection.of(new int[] {100, 200}, new double[] {1, 2}, 9)))
        .isBetween(1.2, 2.8);
    assertThat(Projection.ofEmbeddings(rows, 1)).hasDimensions(2, 64);
  }

  private static int groupsIn(List<Integer> objects) {
    return new HashSet<>(objects.stream().map(GROUP::applyAsInt).toList()).size();
  }

  private static float[][] groups(int count, int size, int dimensions) {
    SplittableRandom random = new SplittableRandom(42);
    float[][] rows = new float[count * size][dimensions];
    for (int g = 0; g < count; g++) {
      double[] centre =
          IntStream.range(0, dimensions).mapToDouble(i -> random.nextGaussian()).toArray();
      for (int r = 0; r < size; r++) {
        for (int i = 0; i < dimensions; i++) {
          rows[g * size + r][i] = (float) (centre[i] + .4 * random.nextGaussian());
        }
      }
    }
    return rows;
  }
}
