package dev.labelops.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineMain;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.LearnCommand;
import dev.labelops.engine.LearningSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.store.Database;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.learning.backbone.TinyTextModel;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Learning runs in processes beside the engine. */
class ProcessRunnerIT {
  @TempDir Path data;

  @Test
  void aRoundOverTheEmbeddedDatabase() throws Exception {
    try (Engine engine = engine(Optional.empty())) {
      assertLearnedElsewhere(engine);
    }
    try (Database database = Database.open(EngineSettings.local(data))) {
      Run run = LearnedJob.run(database, 1);
      List<String> log = database.jdbi().withHandle(handle -> new RunTable(handle).log(run.id()));
      assertThat(run.progress()).contains("labeled what was open");
      assertThat(log).containsExactly("process " + FixtureLearn.attempts(data, 1).getFirst());
    }
  }

  @Test
  void aRoundOverPostgresql() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Engine engine = engine(Optional.of(postgres.getJdbcUrl("postgres", "postgres")))) {
      assertLearnedElsewhere(engine);
    }
  }

  private void assertLearnedElsewhere(Engine engine) throws IOException {
    LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
    Person ann = fixture.worker("ann");
    LearnedJob.start(fixture);

    LearnedJob.assertLabeledByMachine(LearnedJob.finish(fixture, ann));

    for (int round : List.of(0, 1)) {
      assertThat(FixtureLearn.attempts(data, round))
          .as("processes of round " + round)
          .hasSize(1)
          .doesNotContain(ProcessHandle.current().pid());
    }
    assertThat(fixture.tree("output/job/training/")).hasSize(1);
  }

  /** The engine's own program with its own learner, which needs no network for texts. */
  @Test
  void theEnginesOwnLearnerDoesTheRounds() throws Exception {
    LearnProgram program = new LearnProgram(EngineMain.class.getName());
    try (Engine engine = Engine.start(EngineSettings.local(data), program)) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);

      DescribeLabelingJobResponse ended = LearnedJob.finish(fixture, ann);

      assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(ended.labelCounters().totalLabeled()).isEqualTo(LearnedJob.OBJECTS);
      String report = fixture.read("output/job/" + OutputPaths.roundReport(1));
      assertThat(LabelingFixture.json(report).path("reason").asText()).isNotEmpty();
    }
  }

  @Test
  void aNetworkThatCannotBeUsedIsRefusedAtTheStart() throws Exception {
    Path folder = Files.createDirectory(data.resolve("network"));
    Files.writeString(folder.resolve("model.onnx"), "no network");
    LearnProgram program = new LearnProgram(EngineMain.class.getName());
    EngineSettings settings =
        EngineSettings.local(data)
            .with(
                s -> {
                  LearnerSettings learner = s.learning.learner();
                  s.learning =
                      new LearningSettings(
                          new LearnerSettings(
                              Optional.of(folder),
                              true,
                              learner.cacheFolder(),
                              learner.cacheBytes(),
                              learner.threads(),
                              learner.memoryBytes(),
                              learner.targets()),
                          s.learning.runner());
                });

    assertThatThrownBy(() -> Engine.start(settings, program))
        .isInstanceOf(LearningRunners.Refused.class)
        .hasMessageContaining("--backbone: ")
        .hasMessageContaining(folder.toString());
  }

  @Test
  void aTextNetworkReachesTheProcessThatChecksItAndIsRefusedByTheNameOfItsTensor()
      throws Exception {
    LearnProgram program = new LearnProgram(EngineMain.class.getName());
    Path folder = TinyTextModel.write(data.resolve("network"), "wrong-inputs");
    EngineSettings settings =
        EngineSettings.local(data)
            .with(
                s ->
                    s.learning =
                        new LearningSettings(
                            s.learning.learner().withTextBackbone(folder), s.learning.runner()));

    assertThat(LearnProgram.environment(settings, ""))
        .containsEntry("LABELOPS_ENGINE_TEXT_BACKBONE", folder.toString());
    assertThatThrownBy(() -> Engine.start(settings, program))
        .isInstanceOf(LearningRunners.Refused.class)
        .hasMessageStartingWith("--text-backbone: The text backbone " + folder)
        .hasMessageContaining("input 'position_ids'");
    TinyTextModel.write(folder, "tokens");
    Engine.start(settings, program).close();
  }

  @Test
  void aRunThatAnotherProcessHasIsLeftToIt() throws Exception {
    Path hold = Files.writeString(data.resolve("hold"), "");
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start();
        Engine engine = engine(Optional.of(postgres.getJdbcUrl("postgres", "postgres")))) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      ProcessHandle process = awaitProcess();
      String url = postgres.getJdbcUrl("postgres", "postgres");
      String run;
      try (Database database =
          Database.join(EngineSettings.local(data).with(s -> s.databaseUrl = Optional.of(url)))) {
        run = LearnedJob.run(database, 1).id();
      }

      assertThat(learn("--run=" + run, "--database=" + url))
          .startsWith("4: Run " + run + " is not free before 20")
          .contains("another process has it");
      assertThat(learn("--run=none", "--database=" + url))
          .isEqualTo("5: There is no run none in this database.");

      assertThat(process.isAlive()).isTrue();
      Files.delete(hold);
      LearnedJob.assertLabeledByMachine(LearnedJob.finish(fixture, ann));
      assertThat(learn("--run=" + run, "--database=" + url)).as("it has ended").isEqualTo("0: ");
    }
  }

  @Test
  void withoutADatabaseThereIsNothingToLearn() {
    assertThat(learn("--run=any")).startsWith("6: The database cannot be opened: ");
    assertThat(learn()).startsWith("2: Name a run with --run=ID, or give --check.");
    assertThat(learn("--run=any", "--check")).startsWith("2: Name a run");
  }

  /** Exit status and what it says. */
  private String learn(String... arguments) {
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of("--data=" + data));
    all.addAll(List.of(arguments));
    int status =
        new CommandLine(new LearnCommand(FixtureLearn::learner))
            .setErr(new PrintWriter(err))
            .execute(all.toArray(String[]::new));
    return status + ": " + err.toString().strip();
  }

  @Test
  void aProcessThatIsKilledIsReplacedAtOnce() throws Exception {
    Path hold = Files.writeString(data.resolve("hold"), "");
    try (Engine engine = engine(Optional.empty())) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      ProcessHandle process = awaitProcess();
      assertThat(process.info().commandLine().orElse(""))
          .as("secrets are in its environment only")
          .doesNotContain("jdbc:", "secret");

      process.destroyForcibly();
      Files.delete(hold);

      LearnedJob.assertLabeledByMachine(LearnedJob.finish(fixture, ann));
      assertThat(FixtureLearn.attempts(data, 1)).hasSize(2);
    }
    assertThat(attempts()).isEqualTo(2);
  }

  @Test
  void aRoundWhoseProcessesDieGoesToPeople() throws Exception {
    Files.writeString(data.resolve("crash"), "");
    try (Engine engine = engine(Optional.empty())) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);

      DescribeLabelingJobResponse ended = LearnedJob.finish(fixture, ann);

      assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(ended.labelCounters().humanLabeled()).isEqualTo(LearnedJob.OBJECTS);
      assertThat(ended.labelCounters().machineLabeled()).isZero();
      assertThat(FixtureLearn.attempts(data, 1)).hasSize(5);
    }
    try (Database database = Database.open(EngineSettings.local(data))) {
      assertThat(LearnedJob.run(database, 1).failure().orElse(""))
          .contains("its process ended 5 times, the last time: signal 6");
    }
  }

  @Test
  void anEngineThatStopsEndsItsProcessAndTheNextContinues() throws Exception {
    Path hold = Files.writeString(data.resolve("hold"), "");
    LabelingFixture fixture;
    Person ann;
    ProcessHandle process;
    try (Engine engine = engine(Optional.empty())) {
      fixture = LabelingFixture.open(engine, "eu-west-1");
      ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      process = awaitProcess();
    }
    assertThat(process.isAlive()).isFalse();
    try (Database database = Database.open(EngineSettings.local(data))) {
      Run run = LearnedJob.run(database, 1);
      assertThat(run.state()).as("given back").isEqualTo(Run.State.Queued);
      assertThat(run.attempts()).as("nobody died").isZero();
    }
    Files.delete(hold);
    try (Engine engine = engine(Optional.empty())) {
      LearnedJob.assertLabeledByMachine(
          LearnedJob.finish(fixture.at(engine.address()), ann.at(engine.address())));
    }
  }

  @Test
  void aProcessDiesWithTheEngineThatIsKilled() throws Exception {
    Files.writeString(data.resolve("hold"), "");
    ProcessHandle process;
    try (EngineProcess engine =
        EngineProcess.start(FixtureLearn.class, List.of("engine", data.toString()), List.of())) {
      LabelingFixture fixture = LabelingFixture.open(engine.address(), "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      process = awaitProcess();
    }
    await("the end of process " + process.pid())
        .atMost(Duration.ofSeconds(30))
        .until(() -> !process.isAlive());
  }

  @Test
  void aStoppedJobEndsItsProcess() throws Exception {
    Files.writeString(data.resolve("hold"), "");
    try (Engine engine = engine(Optional.empty())) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      LearnedJob.start(fixture);
      LearnedJob.answerFirstBatch(fixture, ann);
      ProcessHandle process = awaitProcess();

      fixture.sageMaker.stopLabelingJob(b -> b.labelingJobName("job"));

      await("the end of process " + process.pid())
          .atMost(LearnedJob.DEADLINE)
          .until(() -> !process.isAlive());
      assertThat(fixture.awaitStatus("job", LabelingJobStatus.STOPPED)).isNotNull();
    }
  }

  private Engine engine(Optional<String> url) {
    return Engine.start(
        EngineSettings.local(data).with(s -> s.databaseUrl = url), FixtureLearn.program());
  }

  private ProcessHandle awaitProcess() {
    return await("a process of round 1")
        .atMost(LearnedJob.DEADLINE)
        .until(() -> FixtureLearn.running(data, 1), Optional::isPresent)
        .get();
  }

  private int attempts() {
    try (Database database = Database.open(EngineSettings.local(data))) {
      return LearnedJob.run(database, 1).attempts();
    }
  }
}
