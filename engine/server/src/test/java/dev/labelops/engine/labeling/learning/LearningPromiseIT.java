package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.SyntheticJobs.Texts;
import dev.labelops.engine.labeling.shared.choice.LearnedClass;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whole jobs, many of each kind: machine labels are as good as promised in at least 95% of jobs,
 * and where that is possible, many. {@link LearningPromiseTest} is the short version.
 */
class LearningPromiseIT {
  private static final int SEEDS = 20;

  /** Simulated, so that they cost little. */
  private static final int BOX_SEEDS = 100;

  private static final int SIZE = 400;

  @TempDir Path cache;

  /** Texts that their words give away, and texts that no model tells apart well. */
  @ParameterizedTest
  @CsvSource({".3, .5", ".1, 0"})
  void textsMeetTheTargetInAtLeast95PercentOfJobs(double signal, double leastShare)
      throws IOException {
    List<Texts> jobs = new ArrayList<>();
    try (ActiveLearner learner =
        new ActiveLearner(
            new LearnerSettings(Optional.empty(), false, cache, 0, 1, 0, Targets.DEFAULT))) {
      for (int seed = 0; seed < SEEDS; seed++) {
        Texts texts = SyntheticJobs.texts(SIZE, signal, seed);
        texts.job().run(learner);
        jobs.add(texts);
      }
    }
    check(jobs, leastShare);
  }

  /** Well separated classes, and classes that no model tells apart well. */
  @ParameterizedTest
  @CsvSource({"1, .5", ".5, 0"})
  void classesMeetTheTargetInAtLeast95PercentOfJobs(double separation, double leastShare)
      throws IOException {
    List<Texts> jobs = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      Texts job = SyntheticJobs.texts(SIZE, 0, seed);
      SyntheticRows rows = SyntheticRows.of(job.truth(), separation, seed);
      job.job()
          .run(
              round ->
                  round.number() == 0
                      ? SyntheticJobs.nothing(round)
                      : new ModelRound(
                              round,
                              new ClassSubject(
                                  new LearnedClass(), round.labels(), List.of(rows), .95),
                              .1)
                          .run(System.nanoTime()));
      jobs.add(job);
    }
    check(jobs, leastShare);
  }

  /**
   * Boxes by heads of known quality, which costs no image: they sort objects well, less well, and
   * have scores below the target throughout.
   *
   * @param base score without confidence
   * @param sorts what full confidence adds
   */
  @ParameterizedTest
  @CsvSource({".50, .40, .4", ".45, .30, .1", ".45, 0, 0"})
  void boxesMeetTheTargetInAtLeast95PercentOfJobs(double base, double sorts, double leastShare)
      throws IOException {
    List<SimulatedBoxes> jobs = boxes(base, sorts);

    assertThat(jobs.stream().filter(job -> job.meanIoU() >= SimulatedBoxes.TARGET).count())
        .isGreaterThanOrEqualTo(Math.round(.95 * BOX_SEEDS));
    double share = jobs.stream().mapToDouble(SimulatedBoxes::share).average().orElseThrow();
    assertThat(share).isGreaterThanOrEqualTo(leastShare);
    if (leastShare == 0) {
      assertThat(share).isLessThan(.01);
    }
  }

  /**
   * The worst that there is: scores are about the target whatever the head says, so that only luck
   * passes a test. The allowed probability of a miss is held. The mean of the few objects that are
   * labeled then is on either side of the target, so it is their expected score that counts.
   */
  @ParameterizedTest
  @CsvSource({".56, .08", ".58, .06", ".62, 0"})
  void theProbabilityOfAMissIsAsAllowedAlsoAtTheTarget(double base, double sorts)
      throws IOException {
    List<SimulatedBoxes> jobs = boxes(base, sorts);

    assertThat(jobs.stream().filter(job -> job.expectedIoU() < SimulatedBoxes.TARGET).count())
        .isLessThanOrEqualTo(Math.round(Targets.DEFAULT.missProbability() * BOX_SEEDS));
    assertThat(jobs).anySatisfy(job -> assertThat(job.share()).isPositive());
  }

  private static List<SimulatedBoxes> boxes(double base, double sorts) throws IOException {
    List<SimulatedBoxes> jobs = new ArrayList<>();
    for (int seed = 0; seed < BOX_SEEDS; seed++) {
      SimulatedBoxes job = new SimulatedBoxes(SIZE, base, sorts, seed);
      job.run();
      jobs.add(job);
    }
    return jobs;
  }

  private static void check(List<Texts> jobs, double leastShare) {
    long kept = jobs.stream().filter(job -> job.accuracy() >= .95).count();
    assertThat(kept).isGreaterThanOrEqualTo(Math.round(.95 * jobs.size()));
    assertThat(jobs.stream().mapToDouble(Texts::share).average().orElseThrow())
        .isGreaterThanOrEqualTo(leastShare);
    assertThat(jobs)
        .allSatisfy(
            job ->
                assertThat(job.job().machine().size() + job.job().human().size())
                    .isEqualTo(job.truth().size()));
  }
}
