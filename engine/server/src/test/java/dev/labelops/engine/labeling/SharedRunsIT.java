package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.labeling.LearningEngine.Phase;
import dev.labelops.engine.labeling.learning.Learner;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Engines that share a PostgreSQL and a data folder, and one of them dies within a run. */
class SharedRunsIT {
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final int LINES = 40_000;
  private static final int ANSWERS = 3;

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Optional<String> url;
  private static Jdbi jdbi;

  @BeforeAll
  static void start() throws IOException {
    postgres = EmbeddedPostgres.start();
    url = Optional.of(postgres.getJdbcUrl("postgres", "postgres"));
    jdbi = Jdbi.create(url.get());
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @Test
  void whatADeadEngineLeftIsContinuedByTheOtherAndNothingIsLost() throws Exception {
    try (EngineProcess first = engine();
        EngineProcess second = engine()) {
      LabelingFixture fixture = LabelingFixture.open(first.address(), "eu-west-1");
      Person ann = fixture.worker("ann");
      fixture.start(
          "shared",
          "TextMultiClass",
          fixture.texts("shared", LINES),
          wish -> wish.human(h -> h.maxConcurrentTaskCount(ANSWERS + 2)));

      URI left = kill("files", first, second);

      fixture = fixture.at(left);
      ann = ann.at(left);
      awaitStatus(fixture, "shared", LabelingJobStatus.IN_PROGRESS);
      for (int i = 0; i < ANSWERS; i++) {
        String task = fixture.awaitTask(ann, "shared").path("taskId").asText();
        assertThat(ann.answer(task, LabelingFixture.textChoice("good")).status()).isEqualTo(204);
      }

      try (EngineProcess third = engine()) {
        fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("shared"));
        EngineProcess alive = first.process().isAlive() ? first : second;

        fixture = fixture.at(kill("files", alive, third));

        awaitStatus(fixture, "shared", LabelingJobStatus.STOPPED);
        var counters = fixture.describe("shared").labelCounters();
        assertThat(counters.humanLabeled()).isEqualTo(ANSWERS);
        assertThat(counters.unlabeled()).isEqualTo(LINES - ANSWERS);
        var lines = fixture.readLines("output/shared/manifests/output/output.manifest");
        assertThat(lines).hasSize(LINES);
        assertThat(lines).filteredOn(line -> line.has("kind")).hasSize(ANSWERS);
        assertThat(fixture.tree("output/shared/annotations/worker-response/")).hasSize(ANSWERS);
        assertThat(fixture.tree("output/shared/manifests/intermediate/1/")).isNotEmpty();
      }
    }
  }

  @Test
  void aLearningRunOfADeadEngineIsContinuedByTheOther() throws Exception {
    Phase.FEATURES.hold(folder, true);
    try (EngineProcess first = engine();
        EngineProcess second = engine()) {
      LabelingFixture fixture = LabelingFixture.open(first.address(), "us-east-1");
      Person ann = fixture.worker("ann");
      fixture.start(
          "learning",
          "TextMultiClass",
          fixture.texts("learning", 2),
          wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(1)));
      String task = fixture.awaitTask(ann, "learning").path("taskId").asText();
      ann.answer(task, LabelingFixture.textChoice("good"));
      await().atMost(DEADLINE).until(() -> Phase.FEATURES.isReached(folder));

      URI left = kill("learning", first, second);
      Phase.FEATURES.hold(folder, false);

      var ended =
          fixture
              .at(left)
              .finish(
                  "learning", List.of(ann.at(left)), input -> LabelingFixture.textChoice("bad"));
      assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
      assertThat(attempts())
          .as("claims of round 0 and the round after the last batch")
          .containsExactly(2, 1);
    }
  }

  @Test
  void noRoundIsLearnedTwice() {
    ConcurrentLinkedQueue<String> rounds = new ConcurrentLinkedQueue<>();
    Learner learner =
        round -> {
          rounds.add(round.jobArn() + " " + round.number());
          return LearnableText.nothing(round);
        };
    try (Engine first = engine(learner);
        Engine second = engine(learner)) {
      LabelingFixture fixture = LabelingFixture.open(first, "us-west-2");
      Person ann = fixture.worker("ann");
      List<Person> people = List.of(ann, ann.at(second.address()));
      for (int i = 0; i < 4; i++) {
        fixture.start(
            "twice" + i,
            "TextMultiClass",
            fixture.texts("twice" + i, 4),
            wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(2)));
      }
      for (int i = 0; i < 4; i++) {
        var ended =
            fixture.finish("twice" + i, people, input -> LabelingFixture.textChoice("good"));
        assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
        assertThat(ended.labelCounters().humanLabeled()).isEqualTo(4);
        assertThat(fixture.readLines("output/twice" + i + "/manifests/output/output.manifest"))
            .filteredOn(line -> line.has("kind"))
            .hasSize(4);
      }
    }
    assertThat(rounds).as("round 0 and the last of each job").hasSize(8).doesNotHaveDuplicates();
  }

  private static Engine engine(Learner learner) {
    return Engine.start(LearningEngine.settings(folder, url, LEASE), LearnableText.TYPES, learner);
  }

  private static EngineProcess engine() throws IOException {
    return LearningEngine.start(folder, url, LEASE);
  }

  /** Kills the engine that executes a run of this kind; returns the address of the other. */
  private static URI kill(String kind, EngineProcess one, EngineProcess other)
      throws InterruptedException {
    long pid =
        await("a run of kind " + kind)
            .atMost(DEADLINE)
            .pollInterval(Duration.ofMillis(5))
            .until(() -> owner(kind), Optional::isPresent)
            .get();
    EngineProcess killed = one.process().pid() == pid ? one : other;
    assertThat(Set.of(one.process().pid(), other.process().pid())).contains(pid);
    killed.close();
    assertThat(owner(kind)).as("it died within the run").contains(pid);
    return (killed == one ? other : one).address();
  }

  private static Optional<Long> owner(String kind) {
    return jdbi.withHandle(
            handle ->
                handle
                    .createQuery("SELECT picked_by FROM run_queue_" + kind + " WHERE picked")
                    .mapTo(String.class)
                    .findFirst())
        .map(owner -> Long.valueOf(owner.substring(0, owner.indexOf('-'))));
  }

  private static List<Integer> attempts() {
    return jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT attempts FROM labeling_run r JOIN labeling_job j ON j.id = r.job_id"
                        + " WHERE j.name = 'learning' ORDER BY r.round")
                .mapTo(Integer.class)
                .list());
  }

  private static void awaitStatus(LabelingFixture fixture, String job, LabelingJobStatus status) {
    await("job " + job + " is " + status)
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> fixture.describe(job).labelingJobStatus(), status::equals);
  }
}
