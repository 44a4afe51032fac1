package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.job.LabelWeightTable;
import dev.labelops.engine.labeling.job.WorkerTable;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.Round;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Labels of jobs whose workers are of known quality. */
class ConsolidationIT {
  private static final int SEEDS = 5;
  private static final int OBJECTS = 240;
  private static final int BATCH = 60;

  /** Two good workers, and three who mistake each class for its neighbour more often than not. */
  private static final double[] QUALITY = {.95, .9, .5, .45, .45};

  /** Of an edge, as a part of the box. */
  private static final double[] DEVIATION = {.01, .02, .1, .12, .15};

  @Test
  void classesAreTenPointsBetterThanByMajorityWhereMistakesAreAlike() {
    double majority = 0;
    double consolidated = 0;
    double weights = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Simulation job = classes(seed);
      job.runClasses(QUALITY, 1);
      majority += job.accuracy(job.majority(QUALITY, 1, OBJECTS)) / SEEDS;
      consolidated += job.accuracy(job.labels()) / SEEDS;
      weights +=
          weights(job, OBJECTS).values().stream().mapToDouble(w -> w).average().orElseThrow()
              / SEEDS;
      assertThat(job.labels()).hasSize(OBJECTS);
    }
    // Measured: .997 and .791.
    assertThat(consolidated).isGreaterThan(majority + .10);
    assertThat(weights)
        .as("mean weight, against the part that is right")
        .isCloseTo(consolidated, within(.05));
  }

  @Test
  void classesAreFourPointsBetterThanByMajorityWhereMistakesAreRandom() {
    double[] quality = {.95, .9, .45, .4, .35};
    double majority = 0;
    double consolidated = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      Simulation job = classes(seed);
      job.runClasses(quality, 3);
      majority += job.accuracy(job.majority(quality, 3, OBJECTS)) / SEEDS;
      consolidated += job.accuracy(job.labels()) / SEEDS;
    }
    // Measured: .935 and .853.
    assertThat(consolidated).isGreaterThan(majority + .04);
  }

  @Test
  void boxesAreFivePointsNearerToTheTruthThanTheirPlainMean() {
    int images = 60;
    double plain = 0;
    double consolidated = 0;
    for (int seed = 0; seed < 3; seed++) {
      Simulation job =
          Simulation.ofBoxes(
              new CoreFixture(Learner.NONE), "boxes", seed, DEVIATION.length, images, 20);
      job.runBoxes(DEVIATION);
      plain += job.meanIouOfPlainAverage(DEVIATION, images) / 3;
      consolidated += job.meanIou() / 3;
      List<WorkerTable.Worker> workers = workers(job);
      for (int poor = 2; poor < DEVIATION.length; poor++) {
        assertThat(quality(workers, 0).low()).isGreaterThan(quality(workers, poor).high());
        assertThat(quality(workers, 1).low()).isGreaterThan(quality(workers, poor).high());
      }
      assertThat(weights(job, images).values()).allMatch(weight -> weight > .5 && weight <= 1);
    }
    // Measured: .962 and .871.
    assertThat(consolidated).isGreaterThan(plain + .05);
  }

  @Test
  void everyWorkersPartIsKept() {
    Simulation job = classes(1);
    job.runClasses(QUALITY, 1);

    List<WorkerTable.Worker> workers = workers(job);

    assertThat(workers).hasSize(QUALITY.length);
    for (int w = 0; w < QUALITY.length; w++) {
      WorkerTable.Quality quality = quality(workers, w);
      assertThat(quality.value()).isCloseTo(QUALITY[w], within(.08));
      assertThat(quality.value()).isBetween(quality.low(), quality.high());
      assertThat(quality.high() - quality.low()).isLessThan(.15);
      assertThat(quality.compared()).isEqualTo(OBJECTS);
    }
    assertThat(workers)
        .allSatisfy(
            worker -> {
              assertThat(worker.answers()).isEqualTo(OBJECTS);
              assertThat(worker.medianSeconds()).isEqualTo(1.5);
              assertThat(worker.userPoolId()).isEqualTo("eu-west-1_pool");
              assertThat(worker.workerSub()).startsWith("worker");
            });
  }

  @Test
  void aSingleAnswerIsTheLabelAndCountsLessWhenItsWorkerIsPoor() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    Simulation job = Simulation.ofClasses(fixture, "single", 3, 3, 61, 60);
    double[] quality = {.95, .95, .4};
    int[] alone = {-1};
    job.run(
        (task, worker) -> {
          boolean last = fixture.read(job.job).iteration() == 2;
          if (last && worker < 2) {
            fixture.queue.decline(task.id(), CoreFixture.worker(Simulation.name(worker)));
          } else {
            alone[0] = last ? task.objectId() : -1;
            String said = job.saidClass(task.objectId(), worker, quality[worker], 1);
            fixture.answer(task, Simulation.name(worker), said);
          }
        });
    fixture.clock.pass(Duration.ofDays(30));
    fixture.settle(job.job);

    JsonNode line = job.output().get(alone[0]);
    assertThat(line.at("/kind-metadata/confidence").asDouble(-1)).isZero();
    assertThat(line.at("/kind-metadata/class-name").asText())
        .isEqualTo(job.saidClass(alone[0], 2, quality[2], 1));
    assertThat(weights(job, 61).get(alone[0])).isLessThan(.7);
    assertThat(quality(workers(job), 2).compared()).isEqualTo(60);
  }

  @Test
  void withOneWorkerPerObjectNothingIsComparedAndConfidenceIsZero() {
    Simulation job = Simulation.ofClasses(new CoreFixture(Learner.NONE), "one", 1, 1, 10, 10);
    job.runClasses(new double[] {.9}, 1);

    assertThat(job.output())
        .allMatch(line -> line.at("/kind-metadata/confidence").asDouble(-1) == 0);
    assertThat(weights(job, 10).values()).containsOnly(1.0);
    assertThat(workers(job))
        .singleElement()
        .satisfies(
            worker -> {
              assertThat(worker.answers()).isEqualTo(10);
              assertThat(worker.quality()).isEmpty();
            });
  }

  @Test
  void modelsAreTrainedWithTheWeights() {
    Map<Integer, Double> seen = new TreeMap<>();
    Map<Integer, Double> stored = new TreeMap<>();
    AtomicReference<Simulation> job = new AtomicReference<>();
    CoreFixture fixture =
        new CoreFixture(
            round -> {
              List<Integer> labeled =
                  round.entries().stream()
                      .filter(entry -> entry.role().isPresent())
                      .map(Round.Entry::id)
                      .toList();
              seen.clear();
              round.each(
                  labeled,
                  object ->
                      object.human().ifPresent(label -> seen.put(object.id(), label.weight())));
              stored.putAll(weights(job.get(), 100));
              return LearnableText.nothing(round);
            });
    job.set(Simulation.ofClasses(fixture, "learned", 1, 3, 100, 20, true));
    job.get().runClasses(new double[] {.9, .6, .5}, 3);

    assertThat(seen).hasSizeGreaterThanOrEqualTo(60);
    assertThat(seen).allSatisfy((id, weight) -> assertThat(weight).isEqualTo(stored.get(id)));
    assertThat(seen.values()).anyMatch(weight -> weight < .9).anyMatch(weight -> weight > .95);
  }

  @Test
  void aStoppedJobIsConsolidatedToo() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    Simulation job = Simulation.ofClasses(fixture, "stopped", 2, 3, 40, 40);
    int[] answers = {0};
    job.run(
        (task, worker) -> {
          if (answers[0]++ < 100) {
            fixture.answer(
                task,
                Simulation.name(worker),
                job.saidClass(task.objectId(), worker, QUALITY[worker], 1));
          } else {
            fixture.stop.request(job.job);
          }
        });
    fixture.clock.pass(Duration.ofHours(1));
    fixture.settle(job.job);

    assertThat(job.labels()).hasSize(40);
    assertThat(workers(job)).allMatch(worker -> worker.quality().isPresent());
  }

  private static Simulation classes(int seed) {
    return Simulation.ofClasses(
        new CoreFixture(Learner.NONE), "classes", seed, QUALITY.length, OBJECTS, BATCH);
  }

  static List<WorkerTable.Worker> workers(Simulation job) {
    return job.fixture.jdbi.withHandle(handle -> new WorkerTable(handle, job.job).all());
  }

  private static WorkerTable.Quality quality(List<WorkerTable.Worker> workers, int worker) {
    return workers.stream()
        .filter(known -> known.workerId().equals(Simulation.workerId(worker)))
        .map(WorkerTable.Worker::quality)
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow();
  }

  static Map<Integer, Double> weights(Simulation job, int objects) {
    return job.fixture.jdbi.withHandle(
        handle ->
            new LabelWeightTable(handle, job.job).of(IntStream.range(0, objects).boxed().toList()));
  }
}
