package dev.labelops.engine.labeling.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Database;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code JobTable}, {@code ObjectTable}, {@code BatchTable}, {@code TaskTable} and {@code
 * AgreementTable}.
 */
@ParameterizedClass
@EnumSource(Vendor.class)
class TablesContractIT {
  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final JobKey key = new JobKey(account, "eu-west-1", "Job-1");
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456Z");
  private Handle handle;
  private long id;

  @BeforeEach
  void insert() {
    handle = vendor.database().jdbi().open();
    new JobTable(handle).insert(job(key), now);
    id = new JobTable(handle).find(key).orElseThrow().id();
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void aJobIsFoundByNameIgnoringCaseAndByArn() {
    Job job = new JobTable(handle).get(id);
    assertThat(job.key()).isEqualTo(key);
    assertThat(job.status()).isEqualTo(JobStatus.Initializing);
    assertThat(job.createdAt()).isEqualTo(now);
    assertThat(job.spec().request().path("text").asText()).isEqualTo("\u00fc\u0000'");
    assertThat(job.counters()).isEqualTo(Counters.ZERO);
    assertThat(job.startedAt()).isEmpty();
    JobKey lower = new JobKey(account, "eu-west-1", "job-1");
    assertThat(new JobTable(handle).find(lower)).contains(job);
    assertThat(new JobTable(handle).byArn(job.arn())).contains(job);
    assertThat(new JobTable(handle).byArn(job.arn().toLowerCase())).isEmpty();
    assertThatThrownBy(() -> run(work -> new JobTable(work).insert(job(lower), now)))
        .isInstanceOfSatisfying(
            JdbiException.class, e -> assertThat(Database.isDuplicate(e)).isTrue());
  }

  @Test
  void aStepIsBegunWhenItIsDueAndItsTriesAreCounted() {
    assertThat(new JobSchedule(handle).beginStep(id, now.minusMillis(1))).isEmpty();
    assertThat(new JobSchedule(handle).beginStep(id, now))
        .contains(new StepTries(1, 0, Optional.empty()));
    run(work -> new JobSchedule(work).stepFailed(id, now));
    assertThat(new JobSchedule(handle).stepFailed(id, now.plusSeconds(1)))
        .isEqualTo(new StepTries(1, 2, Optional.of(now)));
    run(work -> new JobSchedule(work).stepDone(id));
    run(work -> new JobSchedule(work).lookAgain(id, Optional.of(now.plusSeconds(9))));
    run(work -> new JobSchedule(work).lookAgainBy(id, now.plusSeconds(99)));
    assertThat(new JobSchedule(handle).beginStep(id, now.plusSeconds(8))).isEmpty();
    run(work -> new JobSchedule(work).lookAgainBy(id, now.plusSeconds(5)));
    assertThat(new JobSchedule(handle).beginStep(id, now.plusSeconds(5)))
        .contains(new StepTries(1, 0, Optional.empty()));
    run(work -> new JobSchedule(work).lookAgain(id, Optional.empty()));
    assertThat(new JobSchedule(handle).beginStep(id, now.plusSeconds(99))).isEmpty();
  }

  @Test
  void whatBecomesOfAJobIsKept() {
    run(
        work -> {
          JobTable jobs = new JobTable(work);
          jobs.lock(id);
          jobs.started(id, now.plusSeconds(1));
          jobs.setUp(
              id,
              new LabelCategories(
                  List.of("g\u00fct", "b'ad"),
                  Optional.of(Json.MAPPER.createObjectNode().put("x", 1))),
              "<x>".repeat(50_000),
              7,
              2);
          jobs.iteration(id, 3);
          jobs.trained(id);
          jobs.count(id, 2, 1, 1, now.plusSeconds(2));
          jobs.manifestDue(id, Optional.of(now));
          jobs.status(id, JobStatus.Failed, Optional.of("why"), now.plusSeconds(3));
          jobs.stoppingSince(id, now.plusSeconds(3));
        });
    Job job = new JobTable(handle).get(id);
    assertThat(job.labels().names()).containsExactly("g\u00fct", "b'ad");
    assertThat(job.labels().details()).contains(Json.MAPPER.createObjectNode().put("x", 1));
    assertThat(job.template()).hasSize(150_000);
    assertThat(job.iteration()).isEqualTo(3);
    assertThat(job.trained()).isTrue();
    assertThat(job.counters()).isEqualTo(new Counters(7, 2, 1, 1, 2));
    assertThat(job.status()).isEqualTo(JobStatus.Failed);
    assertThat(job.failureReason()).contains("why");
    assertThat(job.startedAt()).contains(now.plusSeconds(1));
    assertThat(job.stoppingAt()).contains(now.plusSeconds(3));
    assertThat(job.modifiedAt()).isEqualTo(now.plusSeconds(3));
    assertThat(new JobTable(handle).manifestDue(id)).contains(now);
  }

  @Test
  void objectsGoThroughTheirStates() {
    lines(5);
    assertThat(objects().count()).isEqualTo(5);
    assertThat(objects().next(State.Open, 2)).containsExactly(3, 2);
    ObjectRow kept = objects().get(4);
    assertThat(kept.state()).isEqualTo(State.Kept);
    assertThat(kept.line()).isEqualTo("{\"source\":\"\u00fc 4\"}");
    run(
        work -> {
          ObjectTable table = new ObjectTable(work, id);
          table.out(0, 1, Json.MAPPER.createObjectNode());
          table.out(1, 1, Json.MAPPER.createObjectNode());
          table.out(2, 1, Json.MAPPER.createObjectNode());
          table.tally(0, 2, 1, 1);
          table.labeled(
              0, State.Human, 1, json("{\"x\":[1,\"\u00fc\"]}"), json("{\"c\":0.9}"), now);
          table.failed(1, 1, "broken", now);
          table.failed(2, 1, "broken", now);
        });
    ObjectRow labeled = objects().get(0);
    assertThat(labeled.held()).isEqualTo(2);
    assertThat(labeled.answered()).isOne();
    assertThat(labeled.declined()).isOne();
    assertThat(labeled.label()).contains(json("{\"x\":[1,\"\u00fc\"]}"));
    assertThat(labeled.metadata()).contains(json("{\"c\":0.9}"));
    assertThat(labeled.settledAt()).contains(now);
    assertThat(objects().failures(1)).containsExactly(new ObjectTable.FailureCount("broken", 2, 1));
    assertThat(objects().ofIteration(1, State.Failed)).containsExactly(1, 2);
    assertThat(objects().any(State.Out)).isFalse();
    run(work -> new ObjectTable(work, id).reopened(1));
    assertThat(objects().any(State.Open)).isTrue();
    assertThat(objects().from(0)).extracting(ObjectRow::objectId).contains(0, 1, 4);
    run(work -> new ObjectTable(work, id).clear());
    assertThat(objects().count()).isZero();
  }

  @Test
  void batchesAreKeptWithTheirTimes() {
    run(
        work -> {
          BatchTable batches = new BatchTable(work, id);
          batches.insert(1, 10, now, now.plusSeconds(60));
          batches.insert(2, 20, now, now.plusSeconds(60));
          batches.finished(1, now.plusSeconds(5));
          batches.filesDue(1, now.plusSeconds(6));
          batches.filesDue(2, now.plusSeconds(6));
          batches.trained(1);
          batches.filesDone(2);
        });
    Batch first =
        new Batch(
            1,
            10,
            now,
            now.plusSeconds(60),
            Optional.of(now.plusSeconds(5)),
            Optional.of(now.plusSeconds(6)),
            false,
            true);
    assertThat(new BatchTable(handle, id).find(1)).contains(first);
    assertThat(new BatchTable(handle, id).find(3)).isEmpty();
    assertThat(new BatchTable(handle, id).withoutFiles()).containsExactly(first);
  }

  @Test
  void aTaskIsTakenAnsweredOrLapses() {
    lines(3);
    run(
        work -> {
          for (int object = 0; object < 3; object++) {
            new ObjectTable(work, id).out(object, 1, Json.MAPPER.createObjectNode());
          }
        });
    assertThat(tasks().offered(id, "ann", 1)).isEqualTo(3);
    int object = tasks().nextObject(id, "ann", 1).orElseThrow();
    assertThat(object).isEqualTo(2);
    TaskRow taken = task(object, "ann");
    run(work -> new TaskTable(work).insert(taken));
    assertThat(tasks().find(taken.id())).contains(taken);
    assertThat(tasks().inHand(id, "ann")).contains(taken);
    assertThat(tasks().offered(id, "ann", 1)).isEqualTo(2);
    assertThat(tasks().nextLapse(id)).contains(taken.leaseUntil());
    assertThat(tasks().lapsed(id, now)).isEmpty();
    assertThat(tasks().lapsed(id, taken.leaseUntil())).containsExactly(taken);
    // As long as one with a mask may be.
    JsonNode answer = json("{\"label\":\"\u00fc" + "A".repeat(4 * 1024 * 1024) + "\"}");
    run(work -> new TaskTable(work).submitted(taken.id(), answer, 1.25, now.plusSeconds(1)));
    assertThat(tasks().answersFor(id, object, 1))
        .singleElement()
        .satisfies(
            answered -> {
              assertThat(answered.answer()).contains(answer);
              assertThat(answered.timeSpentSeconds()).isEqualTo(1.25);
              assertThat(answered.endedAt()).contains(now.plusSeconds(1));
            });
    assertThat(tasks().nextLapse(id)).isEmpty();
    TaskRow second = task(0, "ann");
    run(
        work -> {
          new TaskTable(work).insert(second);
          new TaskTable(work).ended(second.id(), TaskRow.State.Declined, now);
        });
    TaskRow third = task(1, "bob");
    run(
        work -> {
          new TaskTable(work).insert(third);
          new TaskTable(work).endAll(id, TaskRow.State.Released, now);
        });
    assertThat(tasks().find(third.id()).map(TaskRow::state)).contains(TaskRow.State.Released);
    assertThat(tasks().inHand(id, "bob")).isEmpty();
  }

  @Test
  void agreementIsCountedPerWorker() {
    double before = new AgreementTable(handle, id).accuracy("w");
    run(
        handle ->
            IntStream.range(0, 50).forEach(i -> new AgreementTable(handle, id).add("w", true)));
    double after = new AgreementTable(handle, id).accuracy("w");
    assertThat(after).isGreaterThan(before).isLessThanOrEqualTo(1);
    assertThat(new AgreementTable(handle, id).accuracy("other")).isCloseTo(before, within(1e-9));
  }

  private void lines(int count) {
    List<ManifestLine> lines =
        IntStream.range(0, count)
            .mapToObj(i -> new ManifestLine(i, "{\"source\":\"\u00fc " + i + "\"}", i == 4))
            .toList();
    run(work -> new ObjectTable(work, id).insert(lines, i -> 100 - i));
  }

  private TaskRow task(int object, String worker) {
    return new TaskRow(
        UUID.randomUUID().toString(),
        id,
        object,
        1,
        worker,
        "private.eu-west-1.0",
        "pool",
        TaskRow.State.Taken,
        now,
        now.plusSeconds(30),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private static JsonNode json(String text) {
    return Json.read(text);
  }

  private ObjectTable objects() {
    return new ObjectTable(handle, id);
  }

  private TaskTable tasks() {
    return new TaskTable(handle);
  }

  private void run(Consumer<Handle> work) {
    vendor.database().jdbi().useTransaction(work::accept);
  }

  private NewJob job(JobKey named) {
    return new NewJob(
        named,
        "arn:aws:sagemaker:eu-west-1:" + account + ":labeling-job/" + named.jobName(),
        "code",
        new JobSpec(Json.MAPPER.createObjectNode().put("text", "\u00fc\u0000'")),
        BuiltInTypes.ALL.named("TextMultiClass").orElseThrow(),
        "team");
  }
}
