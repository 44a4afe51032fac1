package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.Learner;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.work.TaskRefusal;
import dev.labelops.engine.quirks.Quirks;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** The rules of a job's life, with time that passes when the test says so. */
class JobRunTest {
  private static final Consumer<ObjectNode> AS_IS = request -> {};

  private final Floor floor = new Floor(Learner.NONE);

  @Test
  void aBatchHoldsAtMostMaxConcurrentTaskCountAndTheNextWaitsForAllOfIt() {
    long job = floor.startedJob("batches", 5, human("MaxConcurrentTaskCount", 2));
    TaskRow first = floor.take(job, "ann").orElseThrow();
    TaskRow second = floor.take(job, "bob").orElseThrow();
    floor.answer(first, "ann", "good");
    floor.settle(job);

    assertThat(floor.take(job, "ann")).as("next batch while bob works").isEmpty();
    assertThat(floor.read(job).iteration()).isEqualTo(1);

    floor.answer(second, "bob", "bad");
    floor.settle(job);

    assertThat(floor.read(job).iteration()).isEqualTo(2);
    assertThat(floor.answerAll(job, "ann")).as("the next two, then the last").hasSize(2);
    assertThat(floor.answerAll(job, "ann")).hasSize(1);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(floor.tree("batches"))
        .contains(
            "manifests/intermediate/1/output.manifest",
            "manifests/intermediate/2/output.manifest",
            "manifests/intermediate/3/output.manifest");
    assertThat(floor.objects.text("out/batches/manifests/intermediate/1/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(2);
  }

  @Test
  void theOrderIsRandomAndTheSameAtEveryStart() {
    List<Integer> order = floor.answerAll(floor.startedJob("order", 50, AS_IS), "ann");
    Floor other = new Floor(Learner.NONE);

    assertThat(order).isNotEqualTo(order.stream().sorted().toList()).hasSize(50);
    assertThat(new HashSet<>(order)).hasSize(50);
    assertThat(other.answerAll(other.startedJob("order", 50, AS_IS), "bob")).isEqualTo(order);
  }

  @Test
  void differentWorkersAnswerOneObject() {
    long job = floor.startedJob("workers", 1, human("NumberOfHumanWorkersPerDataObject", 2));
    assertThat(floor.answerAll(job, "ann")).hasSize(1);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.InProgress);
    assertThat(floor.answerAll(job, "ann")).as("a second answer of ann").isEmpty();
    assertThat(floor.answerAll(job, "bob")).hasSize(1);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  @Test
  void aTaskThatLapsedGoesToTheNextWorker() {
    long job = floor.startedJob("lease", 1, AS_IS);
    TaskRow task = floor.take(job, "ann").orElseThrow();
    assertThat(floor.take(job, "ann")).as("ann's task again").contains(task);
    assertThat(floor.take(job, "bob")).isEmpty();

    floor.clock.pass(Duration.ofSeconds(301));
    floor.settle(job);

    assertThatThrownBy(() -> floor.answer(task, "ann", "good"))
        .isInstanceOfSatisfying(
            TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskGone));
    assertThat(floor.answerAll(job, "bob")).hasSize(1);
    assertThat(floor.read(job).counters().human()).isEqualTo(1);
  }

  @Test
  void whatNobodyAnswersInTimeFailsAndTheJobCompletes() {
    long job =
        floor.startedJob(
            "expiry",
            3,
            human("NumberOfHumanWorkersPerDataObject", 2)
                .andThen(human("TaskAvailabilityLifetimeInSeconds", 60)));
    TaskRow task = floor.take(job, "ann").orElseThrow();
    floor.answer(task, "ann", "good");

    floor.clock.pass(Duration.ofSeconds(60));
    assertThat(floor.take(job, "bob")).as("a task after the deadline").isEmpty();
    floor.settle(job);

    Job ended = floor.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).as("one answer is enough").isEqualTo(new Counters(3, 1, 0, 2, 0));
    assertThat(floor.objects.text("out/expiry/manifests/output/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(1);
  }

  @Test
  void anObjectThatTooManyDeclineFails() {
    long job = floor.startedJob("decline", 1, human("NumberOfHumanWorkersPerDataObject", 2));
    floor.desk.decline(floor.take(job, "ann").orElseThrow().id(), Floor.worker("ann"));
    assertThat(floor.take(job, "ann")).as("offered to ann again").isEmpty();
    floor.desk.decline(floor.take(job, "bob").orElseThrow().id(), Floor.worker("bob"));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(floor.read(job).counters()).isEqualTo(new Counters(1, 0, 0, 1, 0));
  }

  @Test
  void aReleasedTaskComesBack() {
    long job = floor.startedJob("release", 1, AS_IS);
    TaskRow task = floor.take(job, "ann").orElseThrow();
    floor.desk.release(task.id(), Floor.worker("ann"));
    floor.desk.release(task.id(), Floor.worker("ann"));

    assertThat(floor.answerAll(job, "ann")).hasSize(1);
    assertThat(floor.read(job).counters()).isEqualTo(new Counters(1, 1, 0, 0, 0));
  }

  @Test
  void anAnswerCountsOnce() {
    long job = floor.startedJob("twice", 2, AS_IS);
    TaskRow task = floor.take(job, "ann").orElseThrow();
    floor.answer(task, "ann", "good");
    floor.answer(task, "ann", "good");

    assertThat(floor.read(job).counters().human()).isEqualTo(1);
    assertThatThrownBy(() -> floor.answer(task, "ann", "bad"))
        .isInstanceOfSatisfying(
            TaskRefusal.class,
            e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskAlreadyAnswered));
    assertThatThrownBy(() -> floor.answer(task, "bob", "good"))
        .isInstanceOfSatisfying(
            TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskNotFound));
  }

  @Test
  void stopKeepsWhatWasAnswered() {
    long job = floor.startedJob("stop", 4, human("NumberOfHumanWorkersPerDataObject", 2));
    TaskRow answered = floor.take(job, "ann").orElseThrow();
    floor.answer(answered, "ann", "good");
    TaskRow inHand = floor.take(job, "ann").orElseThrow();

    assertThat(floor.stop.request(job)).isEmpty();
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Stopping);
    assertThat(floor.stop.request(job)).contains(JobStatus.Stopping);
    assertThatThrownBy(() -> floor.answer(inHand, "ann", "good")).isInstanceOf(TaskRefusal.class);
    floor.settle(job);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Stopping);
    floor.clock.pass(Duration.ofSeconds(1));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Stopped);
    assertThat(floor.read(job).counters()).isEqualTo(new Counters(4, 1, 0, 0, 0));
    assertThat(floor.objects.text("out/stop/manifests/output/output.manifest").lines())
        .hasSize(4)
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(1);
  }

  @Test
  void answersToAJobThatEndedAreRefusedHoweverItEnded() {
    Consumer<ObjectNode> two = human("NumberOfHumanWorkersPerDataObject", 2);
    long stopped = floor.startedJob("end-stop", 2, two);
    long expired = floor.startedJob("end-expired", 2, two);
    floor.clock.pass(Duration.ofDays(30).minusSeconds(60));
    long gone = floor.startedJob("end-gone", 2, human("MaxConcurrentTaskCount", 1).andThen(two));
    for (long job : new long[] {stopped, expired, gone}) {
      floor.settle(job);
      TaskRow given = floor.take(job, "ann").orElseThrow();
      floor.answer(given, "ann", "good");
      TaskRow held = floor.take(job, "bob").orElseThrow();
      if (job == stopped) {
        floor.stop.request(job);
      } else if (job == expired) {
        floor.clock.pass(Duration.ofSeconds(60));
        floor.settle(job);
      } else {
        floor.jdbi.useHandle(
            handle -> new JobSchedule(handle).lookAgain(job, Optional.of(floor.clock.instant())));
        new JobEnd(floor.jdbi, principal -> floor.objects, floor.clock)
            .givenUp(floor.read(job), "InternalServerError: given up");
      }
      Job ended = floor.read(job);
      assertThat(ended.status()).isIn(JobStatus.Stopping, JobStatus.Failed);

      for (Runnable late :
          List.<Runnable>of(
              () -> floor.answer(held, "bob", "good"),
              () -> floor.desk.release(held.id(), Floor.worker("bob")),
              () -> floor.desk.decline(held.id(), Floor.worker("bob")))) {
        assertThatThrownBy(late::run)
            .isInstanceOfSatisfying(
                TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskGone))
            .hasMessage(
                "The labeling job %s is %s. Nothing was stored, and this task no longer counts."
                        .formatted(ended.key().jobName(), ended.status())
                    + " Take a task of another job.");
      }
      assertThatThrownBy(() -> floor.desk.inHand(held.id(), Floor.worker("bob")))
          .isInstanceOf(TaskRefusal.class);
      floor.answer(given, "ann", "good");
      assertThat(floor.take(job, "bob")).isEmpty();
      Optional<Instant> lapse = floor.jdbi.withHandle(h -> new TaskTable(h).nextLapse(job));
      assertThat(lapse).as("tasks in hand").isEmpty();
    }
  }

  @Test
  void timeSpentIsAtMostTheTimeThatHasPassed() {
    long job = floor.startedJob("spent", 2, AS_IS);
    TaskRow slow = floor.take(job, "ann").orElseThrow();
    floor.clock.pass(Duration.ofMillis(90_250));
    floor.answer(slow, "ann", "good");
    TaskRow quick = floor.take(job, "ann").orElseThrow();
    floor.clock.pass(Duration.ofMillis(250));
    floor.answer(quick, "ann", "good");

    assertThat(spent(slow)).as("as the client measured it").isEqualTo(1.5);
    assertThat(spent(quick)).as("no more than has passed").isEqualTo(0.25);
  }

  private double spent(TaskRow task) {
    return floor
        .jdbi
        .withHandle(handle -> new TaskTable(handle).find(task.id()))
        .orElseThrow()
        .timeSpentSeconds();
  }

  @Test
  void aJobStopsBeforeItsSetUpToo() {
    long job = floor.job("early", 2, AS_IS);
    floor.stop.request(job);
    floor.clock.pass(Duration.ofSeconds(1));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Stopped);
    assertThat(floor.tree("early")).isEmpty();
  }

  @Test
  void linesThatHoldTheLabelPassThroughUnchanged() {
    String kept = "{\"source\":\"old\",\"kind\":1,\"n\":1.50,\"kind-metadata\":{\"x\":1}}";
    long job = floor.job("chain", kept + "\n{\"source\":\"new\",\"n\":2.50}\n", AS_IS);
    floor.clock.pass(Duration.ofSeconds(1));
    floor.settle(job);
    assertThat(floor.answerAll(job, "ann")).containsExactly(1);

    Job ended = floor.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).isEqualTo(new Counters(2, 1, 0, 0, 1));
    assertThat(ended.counters().labeled()).isEqualTo(2);
    List<String> lines =
        floor.objects.text("out/chain/manifests/output/output.manifest").lines().toList();
    assertThat(lines.get(0)).isEqualTo(kept);
    assertThat(lines.get(1)).startsWith("{\"source\":\"new\",\"n\":2.50,\"kind\":0,");
  }

  @Test
  void nothingToLabelIsComplete() {
    long job = floor.job("full", "{\"source\":\"a\",\"kind\":0}\n", AS_IS);
    floor.clock.pass(Duration.ofSeconds(1));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(floor.tree("full")).containsExactly("manifests/output/output.manifest");
  }

  @Test
  void humanBudgetEndsTheJob() {
    long job =
        floor.startedJob(
            "budget",
            10,
            request ->
                request.withObject("/StoppingConditions").put("MaxHumanLabeledObjectCount", 3));
    assertThat(floor.answerAll(job, "ann")).hasSize(3);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(floor.read(job).counters().unlabeled()).isEqualTo(7);
  }

  @Test
  void percentageIsRoundedUp() {
    long job =
        floor.startedJob(
            "percent",
            10,
            request ->
                request
                    .withObject("/StoppingConditions")
                    .put("MaxPercentageOfInputDatasetLabeled", 25));
    assertThat(floor.answerAll(job, "ann")).hasSize(3);
    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  @Test
  void aJobFailsAfterThirtyDays() {
    long job = floor.startedJob("long", 1, AS_IS);
    floor.clock.pass(Duration.ofDays(30));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(floor.read(job).failureReason().orElseThrow()).contains("30 days");
  }

  @Test
  void filesComeLateWithTheQuirk() {
    floor.quirks.set(new Quirks(false, null, false, false, Duration.ofMinutes(5), null, null));
    long job = floor.startedJob("late", 1, AS_IS);
    floor.answerAll(job, "ann");

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(floor.tree("late")).isEmpty();
    floor.clock.pass(Duration.ofMinutes(5));
    floor.settle(job);
    assertThat(floor.tree("late")).contains("manifests/output/output.manifest");
    assertThat(floor.isDue(job)).isFalse();
  }

  @Test
  void whatIsMissingFailsTheJobWithAReason() {
    long job = floor.job("broken", 1, AS_IS);
    floor.objects.content.remove("template");
    floor.clock.pass(Duration.ofSeconds(1));
    floor.settle(job);

    assertThat(floor.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(floor.read(job).failureReason().orElseThrow())
        .isEqualTo(
            "ClientError: HumanTaskConfig.UiConfig.UiTemplateS3Uri: there is no object"
                + " s3://b/template. Store it first.");
  }

  private static Consumer<ObjectNode> human(String field, int value) {
    return request -> request.withObject("/HumanTaskConfig").put(field, value);
  }
}
