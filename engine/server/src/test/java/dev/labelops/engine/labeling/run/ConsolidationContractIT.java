package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.WorkerTable;
import dev.labelops.engine.labeling.learning.Learner;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** {@code LabelWeightTable} and {@code WorkerTable}: the same answers on every database. */
class ConsolidationContractIT {
  private static final double[] QUALITY = {.95, .7, .5};
  private static final double[] DEVIATION = {.02, .05, .15};
  private static final int OBJECTS = 45;
  private static final int BATCH = 15;

  private record Outcome(
      List<JsonNode> output, Map<Integer, Double> weights, List<WorkerTable.Worker> workers) {}

  @Test
  void labelsWeightsAndQualityAreTheSame() throws Exception {
    String h2 = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Outcome classesOfH2 = classes(h2 + ";DB_CLOSE_DELAY=-1;DEFAULT_NULL_ORDERING=HIGH");
      Outcome classes = classes(postgres.getJdbcUrl("postgres", "postgres"));
      same(classes, classesOfH2);
      assertThat(classes.weights.values()).anyMatch(weight -> weight > .9 && weight < 1);
      assertThat(classes.workers)
          .allSatisfy(
              worker -> {
                assertThat(worker.quality()).isPresent();
                assertThat(worker.answers()).isEqualTo(OBJECTS);
                assertThat(worker.medianSeconds()).isEqualTo(1.5);
              });
    }
  }

  @Test
  void boxesAreTheSame() throws Exception {
    String h2 = "jdbc:h2:mem:" + UUID.randomUUID() + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE";
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      Outcome boxesOfH2 = boxes(h2 + ";DB_CLOSE_DELAY=-1;DEFAULT_NULL_ORDERING=HIGH");
      Outcome boxes = boxes(postgres.getJdbcUrl("postgres", "postgres"));
      same(boxes, boxesOfH2);
      assertThat(boxes.workers).allMatch(worker -> worker.quality().isPresent());
    }
  }

  private static void same(Outcome one, Outcome other) {
    assertThat(one.weights).isEqualTo(other.weights);
    assertThat(one.workers).isEqualTo(other.workers);
    assertThat(one.output).hasSize(OBJECTS).isEqualTo(other.output);
  }

  private static Outcome classes(String url) {
    Simulation job =
        Simulation.ofClasses(
            new CoreFixture(Learner.NONE, url), "same", 1, QUALITY.length, OBJECTS, BATCH);
    job.runClasses(QUALITY, 2);
    return outcome(job);
  }

  private static Outcome boxes(String url) {
    Simulation job =
        Simulation.ofBoxes(
            new CoreFixture(Learner.NONE, url), "same", 1, DEVIATION.length, OBJECTS, BATCH);
    job.runBoxes(DEVIATION);
    return outcome(job);
  }

  private static Outcome outcome(Simulation job) {
    return new Outcome(
        job.output(), ConsolidationIT.weights(job, OBJECTS), ConsolidationIT.workers(job));
  }
}
