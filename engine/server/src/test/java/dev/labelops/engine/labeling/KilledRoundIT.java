package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.labeling.LearningEngine.Phase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/**
 * An engine that is killed in any phase of a round leaves a job that another engine ends with the
 * files of a job that was not disturbed.
 */
class KilledRoundIT {
  private static final String JOB = "killed";
  private static final Duration DEADLINE = Duration.ofMinutes(3);
  private static final Duration LEASE = Duration.ofSeconds(4);
  private static final int TEXTS = 700;
  private static final int VALIDATION = 100;
  private static final int HUMAN = VALIDATION + LearningEngine.CHOSEN;

  @TempDir static Path folder;
  private static EmbeddedPostgres postgres;
  private static Map<String, String> undisturbed;

  /** One database and one data folder: the same job has the same random order in each. */
  private record Site(Path data, String url) {
    static Site of(String name) throws IOException {
      Jdbi.create(postgres.getJdbcUrl("postgres", "postgres"))
          .useHandle(handle -> handle.execute("CREATE DATABASE " + name));
      Path data = Files.createDirectory(folder.resolve(name));
      return new Site(data, postgres.getJdbcUrl("postgres", name));
    }

    EngineProcess engine() throws IOException {
      return LearningEngine.start(data, Optional.of(url), LEASE);
    }

    Jdbi jdbi() {
      return Jdbi.create(url);
    }
  }

  @BeforeAll
  static void runUndisturbed() throws Exception {
    postgres = EmbeddedPostgres.start();
    Site site = Site.of("undisturbed");
    try (EngineProcess engine = site.engine()) {
      LabelingFixture fixture = LabelingFixture.open(engine.address(), "eu-west-1");
      Person ann = start(fixture);
      undisturbed = ended(fixture, ann);
    }
    assertThat(undisturbed.keySet())
        .contains(
            "activelearning/1/0/auto_annotator_output.txt",
            "activelearning/1/0/round_report.json",
            "activelearning/2/0/auto_annotator_output.txt",
            "activelearning/2/0/round_report.json",
            "training/1/0/killed-1/output/model.tar.gz",
            "training/2/0/killed-2/output/model.tar.gz");
    assertThat(undisturbed.get("activelearning/1/0/auto_annotator_output.txt").lines())
        .hasSizeGreaterThan(500);
  }

  @AfterAll
  static void stop() throws IOException {
    postgres.close();
  }

  @ParameterizedTest
  @EnumSource(Phase.class)
  void inThePhasesOfItsLearner(Phase phase) throws Exception {
    Site site = Site.of("in_" + phase.name().toLowerCase(Locale.ROOT));
    phase.hold(site.data(), true);
    LabelingFixture fixture;
    Person ann;
    try (EngineProcess killed = site.engine()) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = start(fixture);
      answer(fixture, ann, VALIDATION);
      await().atMost(DEADLINE).until(() -> phase.isReached(site.data()));
      if (phase == Phase.LABELS) {
        assertThat(count(site, "labeling_run_label")).as("labels that are stored").isEqualTo(500);
      }
    }
    phase.hold(site.data(), false);

    endsAsUndisturbed(site, fixture, ann);
    assertThat(attempts(site, phase == Phase.FEATURES ? 0 : 1)).isEqualTo(2);
  }

  @Test
  void betweenItsSuccessAndItsApplication() throws Exception {
    Site site = Site.of("succeeded");
    Phase.LEARNED.hold(site.data(), true);
    LabelingFixture fixture;
    Person ann;
    try (Handle blocking = site.jdbi().open();
        EngineProcess killed = site.engine()) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = start(fixture);
      answer(fixture, ann, VALIDATION);
      await().atMost(DEADLINE).until(() -> Phase.LEARNED.isReached(site.data()));
      blockApplication(blocking, site);

      killed.close();

      assertThat(count(site, "labeling_round")).as("applied rounds").isZero();
      assertThat(fileDue(site)).isFalse();
      blocking.rollback();
    }

    endsAsUndisturbed(site, fixture, ann);
    assertThat(attempts(site, 1)).isEqualTo(1);
  }

  @Test
  void betweenItsApplicationAndItsFiles() throws Exception {
    Site site = Site.of("applied");
    Phase.LEARNED.hold(site.data(), true);
    LabelingFixture fixture;
    Person ann;
    try (Handle files = site.jdbi().open();
        EngineProcess killed = site.engine()) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = start(fixture);
      answer(fixture, ann, VALIDATION);
      await().atMost(DEADLINE).until(() -> Phase.LEARNED.isReached(site.data()));
      try (Handle blocking = site.jdbi().open()) {
        blockApplication(blocking, site);
        // The model cannot be read, so that the round's files are not complete.
        files.begin();
        files.execute("LOCK TABLE labeling_run_file IN ACCESS EXCLUSIVE MODE");
        blocking.rollback();
      }
      await().atMost(DEADLINE).until(() -> fileDue(site));

      killed.close();

      assertThat(count(site, "labeling_round")).as("applied rounds").isOne();
      assertThat(number(site, "SELECT machine FROM labeling_job")).isPositive();
      files.rollback();
    }

    endsAsUndisturbed(site, fixture, ann);
    assertThat(attempts(site, 1)).isEqualTo(1);
  }

  /** Lets the learner end, and its round wait in the middle of its application. */
  private static void blockApplication(Handle blocking, Site site) throws IOException {
    blocking.begin();
    blocking.execute("SELECT 1 FROM labeling_batch WHERE iteration = 1 FOR UPDATE");
    Phase.LEARNED.hold(site.data(), false);
    await()
        .atMost(DEADLINE)
        .until(
            () ->
                site.jdbi()
                    .withHandle(
                        handle ->
                            handle
                                .createQuery(
                                    "SELECT COUNT(*) FROM pg_stat_activity"
                                        + " WHERE datname = current_database()"
                                        + " AND wait_event_type = 'Lock'")
                                .mapTo(Integer.class)
                                .one()),
            waiting -> waiting > 0);
    assertThat(state(site, 1)).isEqualTo("Succeeded");
  }

  private static Person start(LabelingFixture fixture) {
    Person ann = fixture.worker("ann");
    fixture.start(JOB, "TextMultiClass", fixture.texts("killed", TEXTS), wish -> wish.automated());
    return ann;
  }

  private static void answer(LabelingFixture fixture, Person ann, int count) {
    fixture.awaitTask(ann, JOB);
    int answered = fixture.answerAll(ann, JOB, input -> LabelingFixture.textChoice("good"));
    assertThat(answered).isEqualTo(count);
  }

  private static void endsAsUndisturbed(Site site, LabelingFixture fixture, Person ann)
      throws Exception {
    try (EngineProcess engine = site.engine()) {
      Map<String, String> tree = ended(fixture.at(engine.address()), ann.at(engine.address()));
      assertThat(tree).containsExactlyEntriesOf(undisturbed);
    }
    assertThat(count(site, "labeling_run_label") + count(site, "labeling_run_file")).isZero();
  }

  /** The files of the ended job; of those that people's answers are in, the names only. */
  private static Map<String, String> ended(LabelingFixture fixture, Person ann) {
    DescribeLabelingJobResponse job =
        fixture.finish(JOB, List.of(ann), input -> LabelingFixture.textChoice("good"), DEADLINE);
    assertThat(job.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(job.labelCounters().humanLabeled()).isEqualTo(HUMAN);
    assertThat(job.labelCounters().machineLabeled()).isEqualTo(TEXTS - HUMAN);
    assertThat(job.labelingJobOutput().finalActiveLearningModelArn())
        .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:model/killed");
    Map<String, String> tree = new TreeMap<>();
    for (String name : fixture.tree("output/killed/")) {
      String content = "";
      if (name.endsWith(".gz")) {
        byte[] model =
            fixture
                .s3
                .getObjectAsBytes(b -> b.bucket(fixture.bucket).key("output/killed/" + name))
                .asByteArray();
        content = HexFormat.of().formatHex(model);
      } else if (!name.startsWith("annotations/")) {
        content = fixture.read("output/killed/" + name);
      }
      tree.put(withoutTimes(name), withoutTimes(content));
    }
    return tree;
  }

  private static String withoutTimes(String text) {
    return text.replaceAll("\\d{4}-\\d\\d-\\d\\d[T_]\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?", "TIME");
  }

  private static int count(Site site, String table) {
    return number(site, "SELECT COUNT(*) FROM " + table);
  }

  private static boolean fileDue(Site site) {
    return number(site, "SELECT COUNT(*) FROM labeling_batch WHERE files_due_at IS NOT NULL") > 0;
  }

  private static int attempts(Site site, int round) {
    return number(site, "SELECT attempts FROM labeling_run WHERE round = " + round);
  }

  private static int number(Site site, String query) {
    return site.jdbi().withHandle(handle -> handle.createQuery(query).mapTo(Integer.class).one());
  }

  private static String state(Site site, int round) {
    return site.jdbi()
        .withHandle(
            handle ->
                handle
                    .createQuery("SELECT state FROM labeling_run WHERE round = :round")
                    .bind("round", round)
                    .mapTo(String.class)
                    .one());
  }
}
