package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.SyntheticJobs.Texts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few whole jobs; {@link LearningPromiseIT} has as many as the promise needs. */
class LearningPromiseTest {
  private static final int SEEDS = 3;
  private static final int SIZE = 300;

  @TempDir Path cache;

  @Test
  void textsMeetTheTarget() throws IOException {
    try (ActiveLearner learner =
        new ActiveLearner(
            new LearnerSettings(Optional.empty(), false, cache, 0, 1, 0, Targets.DEFAULT))) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Texts texts = SyntheticJobs.texts(SIZE, .3, seed);
        texts.job().run(learner);

        assertThat(texts.accuracy()).as("seed " + seed).isGreaterThanOrEqualTo(.95);
        assertThat(texts.share()).as("seed " + seed).isGreaterThanOrEqualTo(.2);
        assertThat(texts.job().machine().size() + texts.job().human().size()).isEqualTo(SIZE);
      }
    }
  }

  @Test
  void boxesMeetTheTarget() throws IOException {
    for (int seed = 0; seed < SEEDS; seed++) {
      SimulatedBoxes job = new SimulatedBoxes(SIZE, .5, .4, seed);
      job.run();

      assertThat(job.meanIoU()).as("seed " + seed).isGreaterThanOrEqualTo(SimulatedBoxes.TARGET);
      assertThat(job.share()).as("seed " + seed).isGreaterThanOrEqualTo(.2);
    }
  }
}
