package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ModelTable;
import dev.labelops.engine.labeling.job.ModelTable.Model;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.Learner.RoundLost;
import dev.labelops.engine.labeling.learning.LearningObject;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Role;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Automated labeling with a learner that follows a script. */
class LearningTest {
  private final List<Integer> rounds = new ArrayList<>();
  private final Map<Integer, Learner> script = new HashMap<>();
  private final CoreFixture fixture = new CoreFixture(this::learn);

  private Outcome learn(Round round) throws IOException {
    rounds.add(round.number());
    return script.getOrDefault(round.number(), LearnableText::nothing).learn(round);
  }

  @Test
  void theValidationSetIsLabeledBeforeTheFirstRound() {
    Map<Integer, List<Round.Entry>> entries = new HashMap<>();
    for (int round : List.of(0, 3)) {
      script.put(
          round,
          seen -> {
            entries.put(round, seen.entries());
            return LearnableText.nothing(seen);
          });
    }
    long job = started("drawn", 100, 25);
    List<Integer> order = order(job);
    List<Integer> labeled = new ArrayList<>();
    for (int batch = 1; batch < 3; batch++) {
      labeled.addAll(fixture.answerAll(job, "ann"));
    }
    assertThat(rounds).as("while chosen objects are open").containsExactly(0);
    assertThat(entries.get(0)).hasSize(100).allMatch(Round.Entry::open);
    assertThat(entries.get(0)).extracting(Round.Entry::role).containsOnly(Optional.empty());

    labeled.addAll(fixture.answerAll(job, "ann"));

    assertThat(rounds).containsExactly(0, 3);
    assertThat(labeled)
        .as("the next in the random order")
        .containsExactlyInAnyOrderElementsOf(order.subList(0, 60));
    assertThat(entries.get(3))
        .allSatisfy(
            entry -> {
              boolean validation = labeled.contains(entry.id());
              assertThat(entry.open()).isNotEqualTo(validation);
              assertThat(entry.role())
                  .isEqualTo(validation ? Optional.of(Role.Validation) : Optional.empty());
            });
    assertThat(fixture.tree("drawn"))
        .contains("activelearning/3/0/round_report.json")
        .doesNotContain("activelearning/1/0/round_report.json");
  }

  @Test
  void aRoundIsAppliedAndLeavesItsFiles() {
    List<Integer> machine = new ArrayList<>();
    List<Integer> people = new ArrayList<>();
    script.put(
        1,
        round -> {
          List<Integer> open = LearnableText.open(round);
          machine.addAll(open.subList(0, 10));
          machine.forEach(id -> round.label(id, LearnableText.label(1)));
          int human =
              round.entries().stream()
                  .filter(e -> e.role().isPresent())
                  .findFirst()
                  .orElseThrow()
                  .id();
          round.label(human, LearnableText.label(0));
          people.addAll(List.of(open.get(15), open.get(12)));
          round.progress("Half of it is done.");
          round.log("First line.");
          List<Choice> next = new ArrayList<>(LearnableText.training(people));
          next.add(new Choice(machine.getFirst(), Role.Training));
          return LearnableText.trained(round, next);
        });
    long job = started("auto", 80, 1000);
    fixture.answerAll(job, "ann");

    Job after = fixture.read(job);
    assertThat(after.counters().machine()).as("open objects only").isEqualTo(10);
    assertThat(after.counters().human()).isEqualTo(60);
    assertThat(after.trained()).isTrue();
    assertThat(fixture.tree("auto"))
        .contains(
            "activelearning/1/0/auto_annotator_output.txt",
            "activelearning/1/0/round_report.json",
            "training/1/0/auto-1/output/model.tar.gz");
    assertThat(fixture.objects.text("out/auto/training/1/0/auto-1/output/model.tar.gz"))
        .isEqualTo("model of round 1");
    assertThat(
            fixture
                .objects
                .text("out/auto/activelearning/1/0/auto_annotator_output.txt")
                .lines()
                .map(line -> Integer.valueOf(line.substring(0, line.indexOf(" {")))))
        .isEqualTo(machine);
    JsonNode report =
        Json.read(fixture.objects.text("out/auto/activelearning/1/0/round_report.json"));
    assertThat(report.path("autoLabeled").asInt()).as("of 11 that it wrote").isEqualTo(10);
    assertThat(report.path("openObjects").asInt()).isEqualTo(10);
    assertThat(left("labeling_run_label") + left("labeling_run_file"))
        .as("left in the database")
        .isZero();
    assertThat(run(job, 1).progress()).contains("Half of it is done.");

    assertThat(fixture.answerAll(job, "ann"))
        .as("those that were chosen")
        .containsExactlyInAnyOrderElementsOf(people);
    fixture.answerAll(job, "ann");

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).isEqualTo(new Counters(80, 70, 10, 0, 0));
    List<JsonNode> lines =
        fixture
            .objects
            .text("out/auto/manifests/output/output.manifest")
            .lines()
            .map(Json::read)
            .toList();
    JsonNode line = lines.get(machine.getLast());
    assertThat(line.path("kind").asInt()).isEqualTo(1);
    JsonNode metadata = line.path("kind-metadata");
    assertThat(metadata.path("human-annotated").asText()).isEqualTo("no");
    assertThat(metadata.path("job-name").asText()).isEqualTo("auto");
    assertThat(metadata.path("confidence").asDouble()).isEqualTo(0.98);
  }

  @Test
  void rolesTestsAndLabelsReachTheNextRound() {
    AtomicReference<Map<Integer, Optional<Role>>> roles = new AtomicReference<>();
    List<LearningObject> read = new ArrayList<>();
    List<Integer> chosen = new ArrayList<>();
    List<Integer> before = new ArrayList<>();
    script.put(
        1,
        round -> {
          before.add(round.testsBefore());
          List<Integer> open = LearnableText.open(round);
          chosen.addAll(open.subList(0, 2));
          Outcome outcome =
              LearnableText.trained(
                  round,
                  List.of(
                      new Choice(open.get(1), Role.Training),
                      new Choice(open.get(0), Role.Validation)));
          int used =
              round.entries().stream()
                  .filter(e -> e.role().isPresent())
                  .findFirst()
                  .orElseThrow()
                  .id();
          chosen.add(used);
          return new Outcome(true, outcome.next(), Set.of(used, open.get(3)), outcome.report());
        });
    script.put(
        2,
        round -> {
          before.add(round.testsBefore());
          roles.set(
              round.entries().stream()
                  .collect(Collectors.toMap(Round.Entry::id, Round.Entry::role)));
          round.each(List.of(70, chosen.get(1), 3), read::add);
          return LearnableText.nothing(round);
        });
    long job = started("roles", 80, 1000);
    fixture.answerAll(job, "ann");
    fixture.answerAll(job, "ann");

    assertThat(before).containsExactly(0, 1);
    assertThat(roles.get().get(chosen.get(0))).contains(Role.Validation);
    assertThat(roles.get().get(chosen.get(1))).contains(Role.Training);
    assertThat(roles.get().get(chosen.get(2))).contains(Role.ValidationUsed);
    assertThat(
            roles.get().values().stream()
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(r -> r, Collectors.counting())))
        .isEqualTo(Map.of(Role.Validation, 60L, Role.ValidationUsed, 1L, Role.Training, 1L));
    assertThat(read).extracting(LearningObject::id).containsExactly(70, chosen.get(1), 3);
    assertThat(read.get(1).object().line().path("source").asText())
        .isEqualTo("text " + chosen.get(1));
    assertThat(read.get(1).object().labels().names()).containsExactly("good", "bad");
    assertThat(read.get(1).human().orElseThrow().metadata().path("class-name").asText())
        .isEqualTo("good");
    assertThat(read.get(1).human().orElseThrow().weight()).isEqualTo(1);
    assertThat(read.get(0).human().isPresent()).isEqualTo(roles.get().get(70).isPresent());
  }

  @Test
  void noMoreIsLabeledThanTheStoppingConditionAllows() {
    script.put(
        1,
        round -> {
          assertThat(round.labelBudget()).isEqualTo(5);
          LearnableText.open(round).forEach(id -> round.label(id, LearnableText.label(1)));
          return LearnableText.nothing(round);
        });
    long job =
        fixture.startedJob(
            "budget",
            100,
            request -> {
              automated(request, 1000);
              request.putObject("StoppingConditions").put("MaxPercentageOfInputDatasetLabeled", 65);
            });
    fixture.answerAll(job, "ann");

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(100, 60, 5, 0, 0));
  }

  /** People label what the first round left, so that a second one would find nothing. */
  @Test
  void noRoundIsStartedWhenNothingIsLeftToLabel() {
    script.put(1, round -> LearnableText.trained(round, List.of()));
    long job = started("all", 70, 1000);
    fixture.answerAll(job, "ann");
    fixture.answerAll(job, "ann");

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(70, 70, 0, 0, 0));
    assertThat(rounds).containsExactly(0, 1);
    assertThat(fixture.tree("all"))
        .contains("activelearning/1/0/round_report.json", "training/1/0/all-1/output/model.tar.gz")
        .noneMatch(file -> file.startsWith("activelearning/2/"))
        .noneMatch(file -> file.startsWith("training/2/"));
  }

  @Test
  void theMachineHasARoundWhenPeopleMayLabelNoMore() {
    script.put(
        1,
        round -> {
          round.label(LearnableText.open(round).getFirst(), LearnableText.label(1));
          return LearnableText.nothing(round);
        });
    long job =
        fixture.startedJob(
            "people",
            100,
            request -> {
              automated(request, 20);
              request.putObject("StoppingConditions").put("MaxHumanLabeledObjectCount", 20);
            });
    fixture.answerAll(job, "ann");

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(100, 20, 1, 0, 0));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLearnerThatBreaksCostsItsRoundOnly(boolean error) {
    script.put(
        1,
        round -> {
          round.label(LearnableText.open(round).getFirst(), LearnableText.label(1));
          round.model(out -> out.write(1));
          if (error) {
            throw new OutOfMemoryError("no room for a model");
          }
          throw new IllegalStateException("secret content");
        });
    long job = started("broken", 70, 1000);
    fixture.answerAll(job, "ann");

    String report = fixture.objects.text("out/broken/activelearning/1/0/round_report.json");
    assertThat(Json.read(report).path("reason").asText())
        .isEqualTo(
            "Round 1 failed: "
                + (error ? "OutOfMemoryError: no room for a model" : "IllegalStateException")
                + ". The engine's log has the details.");
    assertThat(Json.read(report).path("openObjects").asInt()).isEqualTo(10);
    assertThat(left("labeling_run_label") + left("labeling_run_file")).isZero();
    assertThat(fixture.tree("broken")).noneMatch(file -> file.endsWith("model.tar.gz"));

    while (fixture.read(job).status() == JobStatus.InProgress) {
      fixture.answerAll(job, "ann");
    }
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(70, 70, 0, 0, 0));
    assertThat(fixture.read(job).trained()).isFalse();
  }

  @Test
  void whatIsOutOfReachIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    script.put(
        1,
        round -> {
          int id = LearnableText.open(round).getFirst();
          round.label(id, LearnableText.label(1));
          round.model(out -> out.write("model".getBytes(StandardCharsets.UTF_8)));
          if (attempts.incrementAndGet() < 3) {
            throw new IOException("connection refused");
          }
          return LearnableText.outcome(round, true, List.of(), 0);
        });
    long job = started("away", 70, 1000);
    fixture.answerAll(job, "ann");
    assertThat(attempts).hasValue(1);
    assertThat(run(job, 1).state()).isEqualTo(Run.State.Queued);
    fixture.learn(job);
    assertThat(attempts).as("not before its time").hasValue(1);

    for (int i = 0; i < 2; i++) {
      fixture.clock.pass(Duration.ofSeconds(10));
      fixture.learn(job);
    }
    fixture.settle(job);

    assertThat(attempts).hasValue(3);
    assertThat(run(job, 1).state()).isEqualTo(Run.State.Succeeded);
    assertThat(fixture.read(job).counters().machine()).as("labels of the last attempt").isOne();
    assertThat(fixture.objects.text("out/away/training/1/0/away-1/output/model.tar.gz"))
        .isEqualTo("model");
  }

  @Test
  void aDayWithoutTheObjectsCostsTheRound() {
    script.put(
        1,
        round -> {
          throw new IOException("connection refused");
        });
    long job = started("day", 70, 1000);
    fixture.answerAll(job, "ann");
    fixture.clock.pass(Duration.ofHours(25));
    fixture.learn(job);
    fixture.settle(job);

    assertThat(run(job, 1).failure())
        .contains("IOException: connection refused. The engine's log has the details.");
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);
  }

  @Test
  void aRoundThatEndsItsProcessTimeAfterTimeFails() {
    AtomicInteger attempts = new AtomicInteger();
    script.put(
        1,
        round -> {
          attempts.incrementAndGet();
          return LearnableText.nothing(round);
        });
    long job = started("killer", 70, 1000);
    fixture.answerBatch(job, "ann");
    fixture.advance(job);
    String id = run(job, 1).id();
    Runs runs = new Runs(fixture.jdbi, fixture.clock, Duration.ofMinutes(1));
    for (int i = 0; i < Patience.MOST_DEATHS_OF_A_ROUND; i++) {
      assertThat(runs.claim(id)).isPresent();
      fixture.clock.pass(Duration.ofMinutes(1));
    }
    fixture.learn(job);
    fixture.settle(job);

    assertThat(attempts).hasValue(0);
    assertThat(run(job, 1).failure()).contains("its process ended 5 times. Give it more memory.");
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);
  }

  @Test
  void anOwnerThatWasReplacedWritesNothing() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    script.put(
        1,
        round -> {
          int id = LearnableText.open(round).getFirst();
          if (seen.get() == null) {
            fixture.clock.pass(Duration.ofDays(2));
            seen.set(new AssertionError("was not stopped"));
            fixture.learn(lastJob());
            seen.set(
                catchThrowable(
                    () -> round.model(out -> out.write("late".getBytes(StandardCharsets.UTF_8)))));
            throw (RuntimeException) seen.get();
          }
          round.label(id, LearnableText.label(1));
          round.model(out -> out.write("present".getBytes(StandardCharsets.UTF_8)));
          return LearnableText.outcome(round, true, List.of(), 0);
        });
    long job = started("late", 70, 1000);
    fixture.answerAll(job, "ann");

    assertThat(seen.get()).isInstanceOf(RoundLost.class);
    assertThat(fixture.objects.text("out/late/training/1/0/late-1/output/model.tar.gz"))
        .isEqualTo("present");
    assertThat(fixture.read(job).counters().machine()).isOne();
  }

  @Test
  void aStopDuringTheRoundDropsWhatItWrote() {
    AtomicReference<Throwable> seen = new AtomicReference<>();
    script.put(
        1,
        round -> {
          round.model(out -> out.write(1));
          LearnableText.open(round).forEach(id -> round.label(id, LearnableText.label(1)));
          fixture.stop.request(lastJob());
          seen.set(catchThrowable(() -> round.progress("Still here.")));
          return LearnableText.trained(round, List.of());
        });
    long job = started("stopped", 70, 1000);
    fixture.answerAll(job, "ann");
    fixture.clock.pass(Duration.ofMinutes(1));
    fixture.settle(job);

    assertThat(seen.get()).isInstanceOf(RoundLost.class);
    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Stopped);
    assertThat(ended.counters()).isEqualTo(new Counters(70, 60, 0, 0, 0));
    assertThat(ended.trained()).isFalse();
    assertThat(run(job, 1).state()).isEqualTo(Run.State.Cancelled);
    assertThat(left("labeling_run_label") + left("labeling_run_file")).isZero();
    assertThat(fixture.tree("stopped"))
        .noneMatch(file -> file.startsWith("activelearning/") || file.startsWith("training/"));
  }

  @Test
  void aStopAfterTheRoundBeforeItIsAppliedDropsIt() {
    script.put(
        1,
        round -> {
          round.label(LearnableText.open(round).getFirst(), LearnableText.label(1));
          return LearnableText.trained(round, List.of());
        });
    long job = started("between", 70, 1000);
    fixture.answerBatch(job, "ann");
    fixture.advance(job);
    fixture.learn(job);
    assertThat(run(job, 1).state()).isEqualTo(Run.State.Succeeded);

    fixture.stop.request(job);
    fixture.clock.pass(Duration.ofMinutes(1));
    fixture.settle(job);

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Stopped);
    assertThat(ended.counters()).isEqualTo(new Counters(70, 60, 0, 0, 0));
    assertThat(left("labeling_run_label") + left("labeling_run_file")).isZero();
    assertThat(fixture.tree("between"))
        .noneMatch(file -> file.startsWith("activelearning/") || file.startsWith("training/"));
  }

  @Test
  void aRoundWaitsForRoundZero() {
    AtomicBoolean away = new AtomicBoolean(true);
    script.put(
        0,
        round -> {
          if (away.get()) {
            throw new IOException("connection refused");
          }
          assertThatThrownBy(() -> round.label(0, LearnableText.label(0)))
              .isInstanceOf(IllegalStateException.class);
          return LearnableText.nothing(round);
        });
    long job = started("features", 70, 1000);
    fixture.answerAll(job, "ann");
    assertThat(rounds).containsExactly(0);

    away.set(false);
    fixture.clock.pass(Duration.ofSeconds(10));
    fixture.learn(job);
    fixture.settle(job);

    assertThat(rounds).containsExactly(0, 0, 1);
    assertThat(fixture.tree("features")).contains("activelearning/1/0/round_report.json");
  }

  @Test
  void aTypeThatMachinesDoNotLabelIsLabeledByPeople() {
    CoreFixture plain =
        new CoreFixture(this::learn, new TaskTypes(List.of(new LearnableText(false))));
    long job = plain.startedJob("plain", 4, request -> automated(request, 2));
    plain.answerAll(job, "ann");
    plain.answerAll(job, "ann");
    assertThat(plain.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(rounds).isEmpty();
  }

  @Test
  void theModelOfAnEarlierJobReachesTheRound() {
    List<String> models = new ArrayList<>();
    script.put(1, round -> LearnableText.trained(round, List.of()));
    long first = started("First", 61, 1000);
    fixture.answerAll(first, "ann");
    String arn = "arn:aws:sagemaker:eu-west-1:000000000000:model/first";
    Model model = fixture.jdbi.withHandle(handle -> new ModelTable(handle).find(arn)).orElseThrow();
    assertThat(model)
        .isEqualTo(
            new Model(
                "000000000000",
                "TextMultiClass",
                S3Location.parse("s3://b/out/First/training/1/0/First-1/output/model.tar.gz")));

    script.put(
        1,
        round -> {
          try (InputStream archive = round.initialModel().orElseThrow()) {
            models.add(new String(archive.readAllBytes(), StandardCharsets.UTF_8));
          }
          return LearnableText.nothing(round);
        });
    long second = fixture.startedJob("second", 61, request -> from(request, arn));
    fixture.answerAll(second, "ann");
    assertThat(models).containsExactly("model of round 1");

    fixture.objects.content.remove(model.archive().key());
    long third = fixture.startedJob("third", 1, request -> from(request, arn));
    assertThat(fixture.read(third).failureReason())
        .contains(
            "ClientError: LabelingJobAlgorithmsConfig.InitialActiveLearningModelArn: the object "
                + model.archive()
                + " does not exist. Store it first.");
  }

  @Test
  void moreThanTenPercentFailingInTheFirstSampleFailsAnAutomatedJob() {
    long job =
        fixture.startedJob(
            "sample",
            20,
            request -> {
              automated(request, 10);
              request.withObject("/HumanTaskConfig").put("TaskAvailabilityLifetimeInSeconds", 60);
            });
    for (int i = 0; i < 8; i++) {
      fixture.answer(fixture.take(job, "ann").orElseThrow(), "ann", "good");
    }
    fixture.clock.pass(Duration.ofSeconds(60));
    fixture.settle(job);

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Failed);
    assertThat(ended.failureReason().orElseThrow())
        .startsWith("ClientError: More than 10% of the first sample of 10 objects failed.");
    assertThat(ended.counters().human()).isEqualTo(8);
    assertThat(fixture.objects.text("out/sample/manifests/output/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(8);
  }

  @Test
  void jobsWithoutAlgorithmNeverAskTheLearner() {
    long job = fixture.startedJob("plain", 2, request -> {});
    fixture.answerAll(job, "ann");
    assertThat(rounds).isEmpty();
  }

  private long started(String name, int size, int batch) {
    return fixture.startedJob(name, size, request -> automated(request, batch));
  }

  private static void automated(ObjectNode request, int batch) {
    request
        .withObject("/LabelingJobAlgorithmsConfig")
        .put("LabelingJobAlgorithmSpecificationArn", "arn:x");
    request.withObject("/HumanTaskConfig").put("MaxConcurrentTaskCount", batch);
  }

  private static void from(ObjectNode request, String model) {
    automated(request, 1000);
    request.withObject("/LabelingJobAlgorithmsConfig").put("InitialActiveLearningModelArn", model);
  }

  /** All objects of the job in its random order. */
  private List<Integer> order(long job) {
    return fixture.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT object_id FROM labeling_object WHERE job_id = :job ORDER BY place")
                .bind("job", job)
                .mapTo(Integer.class)
                .list());
  }

  private Run run(long job, int round) {
    return fixture.jdbi.withHandle(
        handle -> new RunTable(handle).find(RunKind.LEARNING, job, round).orElseThrow());
  }

  private long lastJob() {
    return fixture.jdbi.withHandle(
        handle -> handle.createQuery("SELECT MAX(id) FROM labeling_job").mapTo(Long.class).one());
  }

  private int left(String table) {
    return fixture.jdbi.withHandle(
        handle -> handle.createQuery("SELECT COUNT(*) FROM " + table).mapTo(Integer.class).one());
  }
}
