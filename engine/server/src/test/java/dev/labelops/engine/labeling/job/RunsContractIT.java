package dev.labelops.engine.labeling.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.Run.State;
import dev.labelops.engine.labeling.types.BuiltInTypes;
import dev.labelops.engine.store.Vendor;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code RunQueue}, {@code RunTable} and {@code JobSchedule}, which puts jobs into their queue. */
@ParameterizedClass
@EnumSource(Vendor.class)
class RunsContractIT {
  private static final RunKind KIND = RunKind.LEARNING;

  @Parameter Vendor vendor;

  private final String account = UUID.randomUUID().toString().substring(0, 12);
  private final String run = UUID.randomUUID().toString();
  private final Instant now = Instant.parse("2026-11-29T10:00:00.123456789Z");
  private final Instant then = now.plusSeconds(60);
  private Handle handle;
  private long job;

  /** A row of the queue, as db-scheduler sees it. */
  private record Row(Instant when, boolean picked, long version) {}

  @BeforeEach
  void insert() {
    handle = vendor.database().jdbi().open();
    JobKey key = new JobKey(account, "eu-west-1", "Job-1");
    JobTable jobs = new JobTable(handle);
    jobs.insert(
        new NewJob(
            key,
            "arn:aws:sagemaker:eu-west-1:" + account + ":labeling-job/Job-1",
            "code",
            new JobSpec(Json.MAPPER.createObjectNode()),
            BuiltInTypes.ALL.all().getFirst(),
            "team"),
        now);
    job = jobs.find(key).orElseThrow().id();
  }

  @AfterEach
  void close() {
    handle.close();
  }

  @Test
  void aWaitingRunIsDueWhenItWasPutLast() {
    queue().put(run, then);
    Row first = row(KIND, run).orElseThrow();
    queue().put(run, now);

    Row second = row(KIND, run).orElseThrow();
    assertThat(first.when()).isEqualTo(Instant.parse("2026-11-29T10:01:00.123456Z"));
    assertThat(second.when()).isEqualTo(Instant.parse("2026-11-29T10:00:00.123456Z"));
    assertThat(second.picked()).isFalse();
    assertThat(second.version()).isEqualTo(first.version() + 1);
    assertThat(queue().holds(run, second.version())).as("nobody picked it").isFalse();
    assertThat(queue().release(run, second.version())).as("nobody picked it").isFalse();
    queue().remove(run);
    assertThat(row(KIND, run)).isEmpty();
  }

  @Test
  void queuesOfOtherKindsAreOtherTables() {
    queue().put(run, now);

    assertThat(row(RunKind.FILES, run)).isEmpty();
    new RunQueue(handle, RunKind.FILES).remove(run);
    assertThat(row(KIND, run)).isPresent();
  }

  @Test
  void aPickedRunBelongsToTheVersionThatPickedIt() {
    queue().put(run, now);
    long version = pick();
    queue().put(run, then);
    queue().remove(run);

    assertThat(row(KIND, run).map(Row::version)).as("left as it is").contains(version);
    assertThat(queue().holds(run, version)).isTrue();
    assertThat(queue().holds(run, version - 1)).isFalse();
    assertThat(queue().release(run, version - 1)).isFalse();
    assertThat(queue().release(run, version)).isTrue();
    assertThat(queue().release(run, version)).as("released already").isFalse();
    assertThat(row(KIND, run)).isEmpty();
  }

  @Test
  void runsOfEnginesThatAreGoneCanBePickedAgain() {
    queue().put(run, now);
    long version = pick();

    queue().releaseAll();

    assertThat(queue().holds(run, version)).isFalse();
    assertThat(queue().release(run, version)).isFalse();
    assertThat(row(KIND, run).map(Row::picked)).contains(false);
    assertThat(pick()).isGreaterThan(version);
  }

  @Test
  void aRunIsEnqueuedOnceForEachJobRoundAndKind() {
    Run queued = inTransaction(work -> new RunTable(work).enqueue(KIND, job, 1, now));
    Run same = inTransaction(work -> new RunTable(work).enqueue(KIND, job, 1, then));
    Run other = inTransaction(work -> new RunTable(work).enqueue(KIND, job, 2, then));

    assertThat(same).isEqualTo(queued);
    assertThat(other.id()).isNotEqualTo(queued.id());
    assertThat(queued)
        .isEqualTo(
            new Run(
                queued.id(),
                job,
                1,
                KIND,
                State.Queued,
                Instant.EPOCH,
                0,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    assertThat(runs().find(KIND, job, 1)).contains(queued);
    assertThat(runs().find(KIND, job, 3)).isEmpty();
    assertThat(row(KIND, queued.id()).map(Row::when))
        .contains(Instant.parse("2026-11-29T10:00:00.123456Z"));
  }

  @Test
  void aClaimHoldsUntilItsLeaseRunsOut() {
    String id = runs().enqueue(KIND, job, 1, now).id();
    Claim first = runs().claim(id, now, now.plusSeconds(10)).orElseThrow();
    assertThat(first.attempt()).isOne();
    assertThat(runs().claim(id, now.plusSeconds(9), then)).isEmpty();
    assertThat(runs().renew(first, now.plusSeconds(20))).isTrue();
    assertThat(runs().claim(id, now.plusSeconds(19), then)).isEmpty();

    Claim second = runs().claim(id, now.plusSeconds(20), then).orElseThrow();

    assertThat(second.attempt()).isEqualTo(2);
    assertThat(second.owner()).isNotEqualTo(first.owner());
    assertThat(runs().renew(first, then)).isFalse();
    assertThat(runs().progress(first, "late")).isFalse();
    assertThat(runs().log(first, "late", now)).isFalse();
    assertThat(runs().succeeded(first, "{}", now)).isFalse();
    assertThat(runs().failed(first, "late", now)).isFalse();
    assertThat(runs().find(id).orElseThrow().state()).isEqualTo(State.Running);
    runs().expireAll();
    assertThat(runs().claim(id, now, then).orElseThrow().attempt()).isEqualTo(3);
  }

  @Test
  void theClaimOfAnOwnerWhoHasEndedIsFreeImmediately() {
    String id = runs().enqueue(KIND, job, 1, now).id();
    Claim first = runs().claim(id, "first", now, then).orElseThrow();
    assertThat(runs().claimOf(id, "first")).contains(first);
    assertThat(runs().claimOf(id, "second")).isEmpty();

    runs().release(first);

    assertThat(runs().find(id).orElseThrow().state()).isEqualTo(State.Queued);
    assertThat(runs().claimOf(id, "first")).isEmpty();
    Claim second = runs().claim(id, "second", now, then).orElseThrow();
    assertThat(second.attempt()).as("what was given back does not count").isOne();
    runs().release(first);
    runs().expire(first);
    assertThat(runs().claimOf(id, "second")).as("left to its owner").contains(second);

    runs().expire(second);

    assertThat(runs().claim(id, "third", now, then).orElseThrow().attempt()).isEqualTo(2);
  }

  @Test
  void whatItsOwnerReportsIsKept() {
    String id = runs().enqueue(KIND, job, 1, now).id();
    Claim claim = runs().claim(id, now, then).orElseThrow();
    String result = "{\"labels\":\"" + "\u00fc'".repeat(100_000) + "\"}";

    assertThat(runs().progress(claim, "\u00fc".repeat(2000))).isTrue();
    assertThat(runs().log(claim, "first \u00fc", now)).isTrue();
    assertThat(runs().log(claim, "x".repeat(5000), now)).isTrue();
    assertThat(runs().succeeded(claim, result, then)).isTrue();

    Run ended = runs().find(id).orElseThrow();
    assertThat(ended.state()).isEqualTo(State.Succeeded);
    assertThat(ended.progress()).contains("\u00fc".repeat(1024));
    assertThat(ended.result()).contains(result);
    assertThat(ended.failure()).isEmpty();
    assertThat(ended.leaseUntil()).isEqualTo(Instant.parse("2026-11-29T10:01:00.123456Z"));
    assertThat(runs().log(id)).containsExactly("first \u00fc", "x".repeat(4096));
    assertThat(runs().renew(claim, then)).as("it has ended").isFalse();
    assertThat(runs().claim(id, then, then)).as("it has ended").isEmpty();
  }

  @Test
  void aRunFailsOrIsCancelled() {
    String failing = runs().enqueue(KIND, job, 1, now).id();
    String queued = runs().enqueue(KIND, job, 2, now).id();
    String running = runs().enqueue(KIND, job, 3, now).id();
    Claim claim = runs().claim(failing, now, then).orElseThrow();
    Claim cancelled = runs().claim(running, now, then).orElseThrow();
    assertThat(runs().failed(claim, "w".repeat(2000), now)).isTrue();

    runs().cancelAll(job, now);

    Run failed = runs().find(failing).orElseThrow();
    assertThat(failed.state()).isEqualTo(State.Failed);
    assertThat(failed.failure()).contains("w".repeat(1024));
    assertThat(runs().find(queued).map(Run::state)).contains(State.Cancelled);
    assertThat(runs().find(running).map(Run::state)).contains(State.Cancelled);
    assertThat(runs().succeeded(cancelled, "{}", now)).isFalse();
  }

  @Test
  void aJobIsInItsQueueExactlyWhenItIsDue() {
    assertThat(stepRow().map(Row::when)).as("a new job").contains(micros(now));

    schedule().lookAgain(job, Optional.of(then));
    assertThat(stepRow().map(Row::when)).contains(micros(then));
    schedule().lookAgainBy(job, then.plusSeconds(1));
    assertThat(stepRow().map(Row::when)).as("never later").contains(micros(then));
    schedule().lookAgainBy(job, now);
    assertThat(stepRow().map(Row::when)).contains(micros(now));
    schedule().lookAgain(job, Optional.empty());
    assertThat(stepRow()).isEmpty();
  }

  @Test
  void aReleasedJobIsPutIntoTheQueueOfItsNextStep() {
    String id = JobSchedule.queueId(job);
    long version = pick(RunKind.STEP, id);
    schedule().lookAgain(job, Optional.of(then));

    Optional<Instant> stale =
        inTransaction(
            work -> new JobSchedule(work).release(job, RunKind.STEP, version - 1, RunKind.FILES));
    assertThat(stale).isEmpty();
    assertThat(stepRow().map(Row::version)).contains(version);
    Optional<Instant> due =
        inTransaction(
            work -> new JobSchedule(work).release(job, RunKind.STEP, version, RunKind.FILES));

    assertThat(due).contains(micros(then));
    assertThat(stepRow()).isEmpty();
    assertThat(row(RunKind.FILES, id).map(Row::when)).contains(micros(then));
  }

  private static Instant micros(Instant instant) {
    return Micros.instant(Micros.of(instant));
  }

  private JobSchedule schedule() {
    return new JobSchedule(handle);
  }

  private Optional<Row> stepRow() {
    return row(RunKind.STEP, JobSchedule.queueId(job));
  }

  private RunQueue queue() {
    return new RunQueue(handle, KIND);
  }

  private RunTable runs() {
    return new RunTable(handle);
  }

  private long pick() {
    return pick(KIND, run);
  }

  /** Picks the run as db-scheduler does; its version then. */
  private long pick(RunKind kind, String id) {
    int picked =
        handle
            .createUpdate(
                "UPDATE "
                    + kind.table()
                    + " SET picked = TRUE, picked_by = 'test', last_heartbeat = execution_time,"
                    + " version = version + 1"
                    + " WHERE task_name = :kind AND task_instance = :id AND picked = FALSE")
            .bind("kind", kind.name())
            .bind("id", id)
            .execute();
    assertThat(picked).isOne();
    return row(kind, id).orElseThrow().version();
  }

  private Optional<Row> row(RunKind kind, String id) {
    return handle
        .createQuery(
            "SELECT execution_time, picked, version FROM "
                + kind.table()
                + " WHERE task_name = :kind AND task_instance = :id")
        .bind("kind", kind.name())
        .bind("id", id)
        .map(
            (row, context) ->
                new Row(
                    row.getTimestamp("execution_time").toInstant(),
                    row.getBoolean("picked"),
                    row.getLong("version")))
        .findOne();
  }

  private <T> T inTransaction(Function<Handle, T> work) {
    return vendor.database().jdbi().inTransaction(work::apply);
  }
}
