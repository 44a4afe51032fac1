package dev.labelops.learning.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.learning.classes.Row;
import dev.labelops.learning.classes.StandardizedEmbedding;
import dev.labelops.learning.selection.Projection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole jobs with real models on synthetic embeddings: what was promised is kept, and something is
 * promised.
 */
class PromiseTest {
  private static final int SEEDS = 20;

  /** From well separated classes to classes that no model tells apart. */
  @ParameterizedTest
  @CsvSource({"1.0, .60", "0.7, .05", "0.35, 0", "0, 0"})
  void theMachinePartMeetsTheTargetInAtLeast95PercentOfJobs(double separation, double leastShare) {
    int kept = 0;
    double share = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Dataset data = synthetic(600, separation, seed);
      Loop.Outcome outcome = Loop.recipe(data, true).run(data, seed);
      kept += outcome.kept(.95) ? 1 : 0;
      share += outcome.share() / SEEDS;
    }
    assertThat(kept / (double) SEEDS).isGreaterThanOrEqualTo(.95);
    assertThat(share).isGreaterThanOrEqualTo(leastShare);
  }

  @Test
  void theSameSeedGivesTheSameJob() {
    Dataset data = synthetic(400, .8, 3);

    Loop.Outcome one = Loop.recipe(data, true).run(data, 11);
    Loop.Outcome two = Loop.recipe(data, true).run(data, 11);

    assertThat(one.reasons()).isEqualTo(two.reasons());
    assertThat(one.machine()).isEqualTo(two.machine());
    assertThat(one.curve())
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(two.curve());
  }

  private static Dataset synthetic(int size, double separation, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<String> truth = new ArrayList<>();
    List<float[]> embeddings = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int label = random.nextInt(3);
      truth.add(List.of("a", "b", "c").get(label));
      float[] row = new float[48];
      for (int d = 0; d < row.length; d++) {
        row[d] = (float) (random.nextGaussian() + (d % 3 == label ? separation : 0));
      }
      embeddings.add(row);
    }
    StandardizedEmbedding features = StandardizedEmbedding.over("synthetic", embeddings);
    List<Row> rows = embeddings.stream().map(features::row).toList();
    return new Dataset(
        "synthetic",
        features,
        rows,
        Projection.ofEmbeddings(embeddings.toArray(float[][]::new), 1),
        truth);
  }
}
