package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.learning.Learner;
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

  private final CoreFixture fixture = new CoreFixture(Learner.NONE);

  @Test
  void aBatchHoldsAtMostMaxConcurrentTaskCountAndTheNextWaitsForAllOfIt() {
    long job = fixture.startedJob("batches", 5, human("MaxConcurrentTaskCount", 2));
    TaskRow first = fixture.take(job, "ann").orElseThrow();
    TaskRow second = fixture.take(job, "bob").orElseThrow();
    fixture.answer(first, "ann", "good");
    fixture.settle(job);

    assertThat(fixture.take(job, "ann")).as("next batch while bob works").isEmpty();
    assertThat(fixture.read(job).iteration()).isEqualTo(1);

    fixture.answer(second, "bob", "bad");
    fixture.settle(job);

    assertThat(fixture.read(job).iteration()).isEqualTo(2);
    assertThat(fixture.answerAll(job, "ann")).as("the next two, then the last").hasSize(2);
    assertThat(fixture.answerAll(job, "ann")).hasSize(1);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.tree("batches"))
        .contains(
            "manifests/intermediate/1/output.manifest",
            "manifests/intermediate/2/output.manifest",
            "manifests/intermediate/3/output.manifest");
    assertThat(fixture.objects.text("out/batches/manifests/intermediate/1/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(2);
  }

  @Test
  void theOrderIsRandomAndTheSameAtEveryStart() {
    List<Integer> order = fixture.answerAll(fixture.startedJob("order", 50, AS_IS), "ann");
    CoreFixture other = new CoreFixture(Learner.NONE);

    assertThat(order).isNotEqualTo(order.stream().sorted().toList()).hasSize(50);
    assertThat(new HashSet<>(order)).hasSize(50);
    assertThat(other.answerAll(other.startedJob("order", 50, AS_IS), "bob")).isEqualTo(order);
  }

  @Test
  void differentWorkersAnswerOneObject() {
    long job = fixture.startedJob("workers", 1, human("NumberOfHumanWorkersPerDataObject", 2));
    assertThat(fixture.answerAll(job, "ann")).hasSize(1);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.InProgress);
    assertThat(fixture.answerAll(job, "ann")).as("a second answer of ann").isEmpty();
    assertThat(fixture.answerAll(job, "bob")).hasSize(1);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  @Test
  void aTaskThatLapsedGoesToTheNextWorker() {
    long job = fixture.startedJob("lease", 1, AS_IS);
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    assertThat(fixture.take(job, "ann")).as("ann's task again").contains(task);
    assertThat(fixture.take(job, "bob")).isEmpty();

    fixture.clock.pass(Duration.ofSeconds(301));
    fixture.settle(job);

    assertThatThrownBy(() -> fixture.answer(task, "ann", "good"))
        .isInstanceOfSatisfying(
            TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskGone));
    assertThat(fixture.answerAll(job, "bob")).hasSize(1);
    assertThat(fixture.read(job).counters().human()).isEqualTo(1);
  }

  @Test
  void whatNobodyAnswersInTimeFailsAndTheJobCompletes() {
    long job =
        fixture.startedJob(
            "expiry",
            3,
            human("NumberOfHumanWorkersPerDataObject", 2)
                .andThen(human("TaskAvailabilityLifetimeInSeconds", 60)));
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    fixture.answer(task, "ann", "good");

    fixture.clock.pass(Duration.ofSeconds(60));
    assertThat(fixture.take(job, "bob")).as("a task after the deadline").isEmpty();
    fixture.settle(job);

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).as("one answer is enough").isEqualTo(new Counters(3, 1, 0, 2, 0));
    assertThat(fixture.objects.text("out/expiry/manifests/output/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(1);
  }

  @Test
  void anObjectThatTooManyDeclineFails() {
    long job = fixture.startedJob("decline", 1, human("NumberOfHumanWorkersPerDataObject", 2));
    fixture.queue.decline(fixture.take(job, "ann").orElseThrow().id(), CoreFixture.worker("ann"));
    assertThat(fixture.take(job, "ann")).as("offered to ann again").isEmpty();
    fixture.queue.decline(fixture.take(job, "bob").orElseThrow().id(), CoreFixture.worker("bob"));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(1, 0, 0, 1, 0));
  }

  @Test
  void aReleasedTaskComesBack() {
    long job = fixture.startedJob("release", 1, AS_IS);
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    fixture.queue.release(task.id(), CoreFixture.worker("ann"));
    fixture.queue.release(task.id(), CoreFixture.worker("ann"));

    assertThat(fixture.answerAll(job, "ann")).hasSize(1);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(1, 1, 0, 0, 0));
  }

  @Test
  void anAnswerCountsOnce() {
    long job = fixture.startedJob("twice", 2, AS_IS);
    TaskRow task = fixture.take(job, "ann").orElseThrow();
    fixture.answer(task, "ann", "good");
    fixture.answer(task, "ann", "good");

    assertThat(fixture.read(job).counters().human()).isEqualTo(1);
    assertThatThrownBy(() -> fixture.answer(task, "ann", "bad"))
        .isInstanceOfSatisfying(
            TaskRefusal.class,
            e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskAlreadyAnswered));
    assertThatThrownBy(() -> fixture.answer(task, "bob", "good"))
        .isInstanceOfSatisfying(
            TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskNotFound));
  }

  @Test
  void stopKeepsWhatWasAnswered() {
    long job = fixture.startedJob("stop", 4, human("NumberOfHumanWorkersPerDataObject", 2));
    TaskRow answered = fixture.take(job, "ann").orElseThrow();
    fixture.answer(answered, "ann", "good");
    TaskRow inHand = fixture.take(job, "ann").orElseThrow();

    assertThat(fixture.stop.request(job)).isEmpty();
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Stopping);
    assertThat(fixture.stop.request(job)).contains(JobStatus.Stopping);
    assertThatThrownBy(() -> fixture.answer(inHand, "ann", "good")).isInstanceOf(TaskRefusal.class);
    fixture.settle(job);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Stopping);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Stopped);
    assertThat(fixture.read(job).counters()).isEqualTo(new Counters(4, 1, 0, 0, 0));
    assertThat(fixture.objects.text("out/stop/manifests/output/output.manifest").lines())
        .hasSize(4)
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(1);
  }

  @Test
  void answersToAJobThatEndedAreRefusedHoweverItEnded() {
    Consumer<ObjectNode> two = human("NumberOfHumanWorkersPerDataObject", 2);
    long stopped = fixture.startedJob("end-stop", 2, two);
    long expired = fixture.startedJob("end-expired", 2, two);
    fixture.clock.pass(Duration.ofDays(30).minusSeconds(60));
    long gone = fixture.startedJob("end-gone", 2, human("MaxConcurrentTaskCount", 1).andThen(two));
    for (long job : new long[] {stopped, expired, gone}) {
      fixture.settle(job);
      TaskRow given = fixture.take(job, "ann").orElseThrow();
      fixture.answer(given, "ann", "good");
      TaskRow held = fixture.take(job, "bob").orElseThrow();
      if (job == stopped) {
        fixture.stop.request(job);
      } else if (job == expired) {
        fixture.clock.pass(Duration.ofSeconds(60));
        fixture.settle(job);
      } else {
        fixture.jdbi.useHandle(
            handle -> new JobSchedule(handle).lookAgain(job, Optional.of(fixture.clock.instant())));
        new JobEnd(fixture.jdbi, principal -> fixture.objects, fixture.clock)
            .givenUp(fixture.read(job), "InternalServerError: given up");
      }
      Job ended = fixture.read(job);
      assertThat(ended.status()).isIn(JobStatus.Stopping, JobStatus.Failed);

      for (Runnable late :
          List.<Runnable>of(
              () -> fixture.answer(held, "bob", "good"),
              () -> fixture.queue.release(held.id(), CoreFixture.worker("bob")),
              () -> fixture.queue.decline(held.id(), CoreFixture.worker("bob")))) {
        assertThatThrownBy(late::run)
            .isInstanceOfSatisfying(
                TaskRefusal.class, e -> assertThat(e.kind()).isEqualTo(TaskRefusal.Kind.TaskGone))
            .hasMessage(
                "The labeling job %s is %s. Nothing was stored."
                        .formatted(ended.key().jobName(), ended.status())
                    + " Take a task of another job.");
      }
      assertThatThrownBy(() -> fixture.queue.reserved(held.id(), CoreFixture.worker("bob")))
          .isInstanceOf(TaskRefusal.class);
      fixture.answer(given, "ann", "good");
      assertThat(fixture.take(job, "bob")).isEmpty();
      Optional<Instant> lapse = fixture.jdbi.withHandle(h -> new TaskTable(h).nextLapse(job));
      assertThat(lapse).as("tasks in hand").isEmpty();
    }
  }

  @Test
  void timeSpentIsAtMostTheTimeThatHasPassed() {
    long job = fixture.startedJob("spent", 2, AS_IS);
    TaskRow slow = fixture.take(job, "ann").orElseThrow();
    fixture.clock.pass(Duration.ofMillis(90_250));
    fixture.answer(slow, "ann", "good");
    TaskRow quick = fixture.take(job, "ann").orElseThrow();
    fixture.clock.pass(Duration.ofMillis(250));
    fixture.answer(quick, "ann", "good");

    assertThat(spent(slow)).as("as the client measured it").isEqualTo(1.5);
    assertThat(spent(quick)).as("no more than has passed").isEqualTo(0.25);
  }

  private double spent(TaskRow task) {
    return fixture
        .jdbi
        .withHandle(handle -> new TaskTable(handle).find(task.id()))
        .orElseThrow()
        .timeSpentSeconds();
  }

  @Test
  void aJobStopsBeforeItsSetUpToo() {
    long job = fixture.job("early", 2, AS_IS);
    fixture.stop.request(job);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Stopped);
    assertThat(fixture.tree("early")).isEmpty();
  }

  @Test
  void linesThatHoldTheLabelPassThroughUnchanged() {
    String kept = "{\"source\":\"old\",\"kind\":1,\"n\":1.50,\"kind-metadata\":{\"x\":1}}";
    long job = fixture.job("chain", kept + "\n{\"source\":\"new\",\"n\":2.50}\n", AS_IS);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);
    assertThat(fixture.answerAll(job, "ann")).containsExactly(1);

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).isEqualTo(new Counters(2, 1, 0, 0, 1));
    assertThat(ended.counters().labeled()).isEqualTo(2);
    List<String> lines =
        fixture.objects.text("out/chain/manifests/output/output.manifest").lines().toList();
    assertThat(lines.get(0)).isEqualTo(kept);
    assertThat(lines.get(1)).startsWith("{\"source\":\"new\",\"n\":2.50,\"kind\":0,");
  }

  @Test
  void nothingToLabelIsComplete() {
    long job = fixture.job("full", "{\"source\":\"a\",\"kind\":0}\n", AS_IS);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.tree("full")).containsExactly("manifests/output/output.manifest");
  }

  @Test
  void humanBudgetEndsTheJob() {
    long job =
        fixture.startedJob(
            "budget",
            10,
            request ->
                request.withObject("/StoppingConditions").put("MaxHumanLabeledObjectCount", 3));
    assertThat(fixture.answerAll(job, "ann")).hasSize(3);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.read(job).counters().unlabeled()).isEqualTo(7);
  }

  @Test
  void percentageIsRoundedUp() {
    long job =
        fixture.startedJob(
            "percent",
            10,
            request ->
                request
                    .withObject("/StoppingConditions")
                    .put("MaxPercentageOfInputDatasetLabeled", 25));
    assertThat(fixture.answerAll(job, "ann")).hasSize(3);
    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
  }

  @Test
  void aJobFailsAfterThirtyDays() {
    long job = fixture.startedJob("long", 1, AS_IS);
    fixture.clock.pass(Duration.ofDays(30));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(fixture.read(job).failureReason().orElseThrow()).contains("30 days");
  }

  @Test
  void filesComeLateWithTheQuirk() {
    fixture.quirks.set(new Quirks(false, null, false, false, Duration.ofMinutes(5), null, null));
    long job = fixture.startedJob("late", 1, AS_IS);
    fixture.answerAll(job, "ann");

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Completed);
    assertThat(fixture.tree("late")).isEmpty();
    fixture.clock.pass(Duration.ofMinutes(5));
    fixture.settle(job);
    assertThat(fixture.tree("late")).contains("manifests/output/output.manifest");
    assertThat(fixture.isDue(job)).isFalse();
  }

  @Test
  void whatIsMissingFailsTheJobWithAReason() {
    long job = fixture.job("broken", 1, AS_IS);
    fixture.objects.content.remove("template");
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.settle(job);

    assertThat(fixture.read(job).status()).isEqualTo(JobStatus.Failed);
    assertThat(fixture.read(job).failureReason().orElseThrow())
        .isEqualTo(
            "ClientError: HumanTaskConfig.UiConfig.UiTemplateS3Uri: the object"
                + " s3://b/template does not exist. Store it first.");
  }

  private static Consumer<ObjectNode> human(String field, int value) {
    return request -> request.withObject("/HumanTaskConfig").put(field, value);
  }
}
