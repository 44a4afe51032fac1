package dev.labelops.learning.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
      Dataset data = Synthetic.equalClasses(600, separation, seed);
      Loop.Outcome outcome = Loop.recipe(data, true).run(data, seed);
      kept += outcome.kept(.95) ? 1 : 0;
      share += outcome.share() / SEEDS;
    }
    assertThat(kept / (double) SEEDS).isGreaterThanOrEqualTo(.95);
    assertThat(share).isGreaterThanOrEqualTo(leastShare);
  }

  @Test
  void theSameSeedGivesTheSameJob() {
    Dataset data = Synthetic.equalClasses(400, .8, 3);

    Loop.Outcome one = Loop.recipe(data, true).run(data, 11);
    Loop.Outcome two = Loop.recipe(data, true).run(data, 11);

    assertThat(one.reasons()).isEqualTo(two.reasons());
    assertThat(one.machine()).isEqualTo(two.machine());
    assertThat(one.curve())
        .usingElementComparator(Arrays::compare)
        .containsExactlyElementsOf(two.curve());
  }
}
