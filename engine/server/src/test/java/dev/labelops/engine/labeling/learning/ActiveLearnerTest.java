package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.LearningObject.HumanLabel;
import dev.labelops.engine.labeling.learning.SyntheticJobs.Texts;
import dev.labelops.engine.labeling.shared.choice.LearnedClass;
import dev.labelops.groundtruth.RoundReport;
import dev.labelops.learning.threshold.LowerBound;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole jobs on texts. */
class ActiveLearnerTest {
  @TempDir Path cache;

  private ActiveLearner learner;

  @BeforeEach
  void open() {
    learner =
        new ActiveLearner(
            new LearnerSettings(
                Optional.empty(), false, cache, 1 << 20, 1, 1 << 20, Targets.DEFAULT));
  }

  @AfterEach
  void close() {
    learner.close();
  }

  @Test
  void labelsMostTextsOfDistinctClassesAndReportsHow() throws IOException {
    Texts texts = SyntheticJobs.texts(1000, .25, 1);

    texts.job().run(learner);

    assertThat(texts.share()).isGreaterThan(.6);
    assertThat(texts.accuracy()).isGreaterThan(.95);
    RoundReport first = texts.job().outcomes().getFirst().report();
    assertThat(first.reason()).isEqualTo("0 of 100: there are no training labels yet");
    assertThat(first.validationObjects()).isEqualTo(100);
    assertThat(texts.job().outcomes().getFirst().next())
        .hasSize(50)
        .allMatch(choice -> choice.role() == Role.Training);
    RoundReport labeling = labeling(texts).getFirst().report();
    assertThat(labeling.head()).isEqualTo("linear");
    assertThat(labeling.measure()).isEqualTo("accuracy");
    assertThat(labeling.lowerBound()).isGreaterThanOrEqualTo(.95);
    assertThat(labeling.quality()).isGreaterThanOrEqualTo(labeling.lowerBound());
    assertThat(labeling.delta()).isEqualTo(.05);
    assertThat(labeling.baseline()).isBetween(.2, .5);
    assertThat(labeling.reason()).contains("needs 0.95");
    assertThat(labeling.openObjects() + labeling.autoLabeled()).isLessThan(1000);
    assertThat(texts.job().machine().values())
        .allSatisfy(
            label -> {
              assertThat(label.label().isInt()).isTrue();
              assertThat(label.metadata().path("confidence").asDouble()).isBetween(0., 1.);
            });
  }

  private static List<Outcome> labeling(Texts texts) {
    return texts.job().outcomes().stream()
        .filter(outcome -> outcome.report().autoLabeled() > 0)
        .toList();
  }

  @Test
  void theSameStateGivesTheSameResult() throws IOException {
    Texts one = SyntheticJobs.texts(400, .25, 2);
    Texts two = SyntheticJobs.texts(400, .25, 2);

    one.job().run(learner);
    two.job().run(learner);

    assertThat(one.job().machine()).isNotEmpty();
    assertSame(one, two);
  }

  /** Each round dies at its write 1, 2, 4, ... before it succeeds. */
  @Test
  void aRoundThatDiesAtAnyWriteEndsTheSame() throws IOException {
    Texts undisturbed = SyntheticJobs.texts(400, .25, 2);
    Texts killed = SyntheticJobs.texts(400, .25, 2);
    int[] write = {0};
    int[] death = {1};
    int[] deaths = {0};
    killed
        .job()
        .onWrite(
            () -> {
              if (++write[0] == death[0]) {
                write[0] = 0;
                death[0] *= 2;
                deaths[0]++;
                throw new MemoryJob.Killed();
              }
            });
    Learner dying =
        round -> {
          Outcome outcome = learner.learn(round);
          write[0] = 0;
          death[0] = 1;
          return outcome;
        };

    undisturbed.job().run(learner);
    killed.job().run(dying);

    assertThat(deaths[0]).isGreaterThan(2 * killed.job().outcomes().size());
    assertSame(undisturbed, killed);
  }

  private static void assertSame(Texts one, Texts two) {
    assertThat(two.job().machine()).isEqualTo(one.job().machine());
    assertThat(two.job().human()).isEqualTo(one.job().human());
    assertThat(two.job().roles()).isEqualTo(one.job().roles());
    assertThat(two.job().reasons()).isEqualTo(one.job().reasons());
    assertThat(two.job().models().keySet()).isEqualTo(one.job().models().keySet());
    two.job()
        .models()
        .forEach((round, model) -> assertThat(model).isEqualTo(one.job().models().get(round)));
  }

  @Test
  void trainsOnNoValidationObjectAndLabelsNothingWithoutAModel() throws IOException {
    Texts texts = SyntheticJobs.texts(600, .2, 3);
    Set<Integer> trained = new HashSet<>();
    Learner watched =
        round ->
            round.number() == 0
                ? SyntheticJobs.nothing(round)
                : new ModelRound(
                        round,
                        new Watched(
                            new ClassSubject(
                                new LearnedClass(),
                                round.labels(),
                                List.of(TextRows.of(round)),
                                .95),
                            trained),
                        .1)
                    .run(System.nanoTime());

    texts.job().run(watched);

    assertThat(trained).isNotEmpty();
    texts
        .job()
        .roles()
        .forEach(
            (id, role) -> {
              if (role != Role.Training) {
                assertThat(trained).doesNotContain(id);
              }
            });
    assertThat(labeling(texts)).isNotEmpty().allMatch(Outcome::trained);
    assertThat(texts.job().models().keySet())
        .containsAll(labeling(texts).stream().map(outcome -> outcome.report().round()).toList());
    Set<Integer> both = new HashSet<>(texts.job().machine().keySet());
    both.retainAll(texts.job().human().keySet());
    assertThat(both).isEmpty();
  }

  @Test
  void labelsOfOneClassTrainNothing() throws IOException {
    Texts texts = SyntheticJobs.texts(100, .25, 4);
    MemoryJob job = texts.withPeople(id -> Optional.of(SyntheticJobs.label(0, 1)));

    job.run(learner);

    assertThat(job.machine()).isEmpty();
    assertThat(job.models()).isEmpty();
    assertThat(job.reasons()).contains("0 of 60: all 20 training labels are \"parcel\"");
    assertThat(job.human()).hasSize(100);
  }

  @Test
  void reportsWhyARoundThatHasNothingToLabelLabelsNothing() throws IOException {
    MemoryJob small = SyntheticJobs.texts(50, .25, 1).job().run(learner);
    MemoryJob capped = SyntheticJobs.texts(1000, .25, 1).job().labelingAtMost(100).run(learner);

    assertThat(small.reasons())
        .containsExactly(
            "0 of 50: people have labeled all objects. Models are measured with the first 60 labels"
                + " of a job, so only larger jobs leave objects to the machine");
    assertThat(capped.reasons())
        .containsExactly(
            "0 of 1,000: the stopping conditions allow no label after those of people");
    assertThat(small.models()).isEmpty();
  }

  @Test
  void keepsWithinTheStoppingConditions() throws IOException {
    Texts texts = SyntheticJobs.texts(1000, .25, 1);

    texts.job().labelingAtMost(400).run(learner);

    assertThat(texts.job().machine().size() + texts.job().human().size()).isEqualTo(400);
    assertThat(texts.job().machine()).isNotEmpty();
  }

  @Test
  void theModelOfAnEarlierJobLabelsInTheFirstRoundAfterItsTest() throws IOException {
    Texts earlier = SyntheticJobs.texts(600, .3, 6);
    earlier.job().run(learner);
    byte[] model = earlier.job().models().values().stream().reduce((a, b) -> b).orElseThrow();
    Texts texts = SyntheticJobs.texts(600, .3, 7);

    texts.job().startingFrom(model).run(learner);

    Outcome first = texts.job().outcomes().getFirst();
    assertThat(first.report().head()).isEqualTo("initial");
    assertThat(first.report().autoLabeled()).isGreaterThan(200);
    assertThat(first.trained()).isFalse();
    assertThat(texts.accuracy()).isGreaterThan(.95);
    assertThat(first.used()).isNotEmpty().isSubsetOf(texts.job().roles().keySet());
  }

  @Test
  void aModelThatIsOfNoUseIsLoggedAndTheJobRunsAsWithout() throws IOException {
    Texts without = SyntheticJobs.texts(300, .25, 8);
    without.job().run(learner);
    Texts texts = SyntheticJobs.texts(300, .25, 8);

    texts.job().startingFrom(new byte[] {1, 2, 3}).run(learner);

    assertThat(texts.job().log())
        .contains(
            "The model of the earlier job is not used: it is not a model for classes: Not in GZIP format");
    assertSame(without, texts);
  }

  /** Remembers what is trained on. */
  private record Watched(Subject subject, Set<Integer> trained) implements Subject {
    @Override
    public List<Head> train(Map<Integer, HumanLabel> training, long seed) throws IOException {
      trained.addAll(training.keySet());
      return subject.train(training, seed);
    }

    @Override
    public String measure() {
      return subject.measure();
    }

    @Override
    public double target() {
      return subject.target();
    }

    @Override
    public LowerBound bound() {
      return subject.bound();
    }

    @Override
    public boolean usable(int id) {
      return subject.usable(id);
    }

    @Override
    public float[][] rows() {
      return subject.rows();
    }

    @Override
    public Optional<String> untrainable(Map<Integer, HumanLabel> training) {
      return subject.untrainable(training);
    }

    @Override
    public Head load(byte[] archive) throws UnfitModel {
      return subject.load(archive);
    }

    @Override
    public OptionalDouble baseline(
        Map<Integer, HumanLabel> training, Map<Integer, HumanLabel> validation) throws IOException {
      return subject.baseline(training, validation);
    }

    @Override
    public Optional<RoundReport.Backbone> backbone() {
      return subject.backbone();
    }
  }
}
