package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.job.Run.State;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.learning.Learner;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;

/** Runs that a process claims by their id. */
class RunsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Duration LEASE = Duration.ofSeconds(2);

  /** Claims a run in a process of its own, and works on it until it is killed. */
  static final class Worker {
    private Worker() {}

    public static void main(String[] arguments) {
      Runs runs = new Runs(Jdbi.create(arguments[0]), Clock.systemUTC(), LEASE);
      Claim claim = runs.claim(arguments[1]).orElseThrow();
      runs.progress(claim, "half of it");
      runs.log(claim, "first line");
      System.out.println("claimed");
      while (runs.renew(claim)) {
        LockSupport.parkNanos(LEASE.dividedBy(8).toNanos());
      }
    }
  }

  @Test
  void aRunOfAKilledProcessIsContinuedWhenItsLeaseHasRunOut() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      CoreFixture fixture = new CoreFixture(Learner.NONE, url);
      long job = fixture.startedJob("runs", 1, request -> {});
      Runs runs = new Runs(fixture.jdbi, Clock.systemUTC(), LEASE);
      String id = runs.enqueue(RunKind.LEARNING, job, 1).id();
      Process worker = worker(url, id);
      try {
        assertThat(worker.inputReader().readLine()).isEqualTo("claimed");
        await()
            .during(LEASE.multipliedBy(2))
            .atMost(DEADLINE)
            .until(() -> runs.claim(id), Optional::isEmpty);
      } finally {
        worker.destroyForcibly().waitFor();
      }
      assertThat(runs.claim(id)).as("the lease of the dead").isEmpty();

      Claim claim = await().atMost(DEADLINE).until(() -> runs.claim(id), Optional::isPresent).get();

      assertThat(claim.attempt()).isEqualTo(2);
      assertThat(runs.find(id).orElseThrow().progress()).contains("half of it");
      assertThat(runs.log(claim, "second line")).isTrue();
      assertThat(runs.succeed(claim, "{\"trained\":true,\"labels\":{}}")).isTrue();
      Run ended = runs.find(id).orElseThrow();
      assertThat(ended.state()).isEqualTo(State.Succeeded);
      assertThat(ended.result()).contains("{\"trained\":true,\"labels\":{}}");
      assertThat(runs.log(id)).containsExactly("first line", "second line");
      assertThat(runs.claim(id)).as("a run that has ended").isEmpty();
    }
  }

  @Test
  void anOwnerWhoseLeaseRanOutChangesNothing() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    long job = fixture.startedJob("late", 1, request -> {});
    Runs runs = new Runs(fixture.jdbi, fixture.clock, LEASE);
    String id = runs.enqueue(RunKind.LEARNING, job, 1).id();
    Claim late = runs.claim(id).orElseThrow();
    fixture.clock.pass(LEASE);
    Claim present = runs.claim(id).orElseThrow();
    runs.progress(present, "of the present owner");

    assertThat(
            List.of(
                runs.renew(late),
                runs.progress(late, "of the late owner"),
                runs.log(late, "line"),
                runs.succeed(late, "{}"),
                runs.fail(late, "reason")))
        .containsOnly(false);

    Run run = runs.find(id).orElseThrow();
    assertThat(run.state()).isEqualTo(State.Running);
    assertThat(run.progress()).contains("of the present owner");
    assertThat(runs.log(id)).isEmpty();
    assertThat(fixture.isDue(job)).as("the job still waits").isFalse();
    assertThat(runs.fail(present, "NoModel")).isTrue();
    assertThat(runs.find(id).orElseThrow().failure()).contains("NoModel");
    assertThat(fixture.isDue(job)).as("the job goes on").isTrue();
  }

  @Test
  void deathsAreCountedWhetherTheDeadHadClaimedOrNot() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    long job = fixture.startedJob("dying", 1, request -> {});
    Runs runs = new Runs(fixture.jdbi, fixture.clock, LEASE);
    String id = runs.enqueue(RunKind.LEARNING, job, 1).id();
    runs.claim(id, "0").orElseThrow();
    for (int i = 0; i < Patience.MOST_DEATHS_OF_A_ROUND - 1; i++) {
      assertThat(runs.died(id, Integer.toString(i), "killed").orElseThrow())
          .as("free immediately")
          .isBeforeOrEqualTo(fixture.clock.instant());
    }
    runs.claim(id, "given back").orElseThrow();
    runs.release(id, "given back");
    assertThat(runs.died(id, "other's", "killed")).as("the fifth").isEmpty();

    assertThat(runs.find(id).orElseThrow().failure())
        .contains("its process ended 5 times, the last time: killed. Give it more memory.");
    assertThat(fixture.isDue(job)).as("the job goes on").isTrue();
    assertThat(runs.died(id, "late", "killed")).isEmpty();
  }

  @Test
  void theDeathOfOneLeavesTheClaimOfAnother() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    long job = fixture.startedJob("another", 1, request -> {});
    Runs runs = new Runs(fixture.jdbi, fixture.clock, LEASE);
    String id = runs.enqueue(RunKind.LEARNING, job, 1).id();
    Claim claim = runs.claim(id, "another").orElseThrow();

    assertThat(runs.died(id, "dead", "killed"))
        .as("its lease")
        .contains(fixture.clock.instant().plus(LEASE));

    assertThat(runs.renew(claim)).isTrue();
  }

  @Test
  void aRunIsEnqueuedOnce() {
    CoreFixture fixture = new CoreFixture(Learner.NONE);
    long job = fixture.startedJob("once", 1, request -> {});
    Runs runs = new Runs(fixture.jdbi, fixture.clock, LEASE);
    String id = runs.enqueue(RunKind.LEARNING, job, 1).id();
    assertThat(runs.enqueue(RunKind.LEARNING, job, 1).id()).isEqualTo(id);
    assertThat(runs.enqueue(RunKind.LEARNING, job, 2).id()).isNotEqualTo(id);
  }

  private static Process worker(String url, String id) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Worker.class.getName(),
            url,
            id)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
