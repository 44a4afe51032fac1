package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.StepTries;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.run.MemoryObjects.State;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A step that fails whenever it is tried ends the job, with the reason, and no other job. */
class FailingStepTest {
  private static final Consumer<ObjectNode> AS_IS = request -> {};
  private static final Duration DEADLINE = Duration.ofSeconds(20);
  private static final Instant NOW = Instant.parse("2026-03-04T09:15:02Z");

  private final CoreFixture fixture = new CoreFixture(Learner.NONE);

  @Test
  void anErrorEndsItsJobAndKillsNoThread() throws InterruptedException {
    List<Long> failing = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      failing.add(fixture.job("memory-" + i, 1, AS_IS));
    }
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.objects.state = State.OUT_OF_MEMORY;
    try (JobRunner runner = fixture.runner()) {
      for (long job : failing) {
        Job ended = awaitEnd(job);
        assertThat(ended.status()).isEqualTo(JobStatus.Failed);
        assertThat(ended.failureReason().orElseThrow())
            .startsWith("InternalServerError: A step of the labeling job failed 5 times, last with")
            .contains("OutOfMemoryError: Java heap space");
      }
      fixture.objects.state = State.THERE;
      long other = fixture.job("other", "{\"source\":\"a\",\"kind\":0}\n", AS_IS);
      fixture.clock.pass(Duration.ofSeconds(1));
      assertThat(awaitEnd(other).status()).isEqualTo(JobStatus.Completed);
    }
    assertThat(failing).noneMatch(fixture::isDue);
  }

  @Test
  void aBugEndsItsJobWithoutTellingContent() throws InterruptedException {
    long job = fixture.job("bug", 1, AS_IS);
    fixture.clock.pass(Duration.ofSeconds(1));
    fixture.objects.state = State.BROKEN;
    try (JobRunner runner = fixture.runner()) {
      assertThat(awaitEnd(job).failureReason().orElseThrow())
          .contains("IllegalStateException")
          .doesNotContain("secret content");
    }
  }

  @Test
  void aStepThatEndsTheEngineTimeAfterTimeIsNotBegunAgain() throws InterruptedException {
    long job = fixture.job("killer", 1, AS_IS);
    fixture.clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < Patience.MOST_DEATHS; i++) {
      fixture.jdbi.useHandle(
          handle -> new JobSchedule(handle).beginStep(job, fixture.clock.instant()));
    }
    try (JobRunner runner = fixture.runner()) {
      assertThat(awaitEnd(job).failureReason().orElseThrow())
          .startsWith("InternalServerError: The engine ended 20 times within one step");
    }
  }

  @Test
  void aStepThatEndsWellForgetsWhatWas() throws InterruptedException {
    long job = fixture.job("recovers", "{\"source\":\"a\",\"kind\":0}\n", AS_IS);
    fixture.clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < Patience.MOST_DEATHS - 1; i++) {
      fixture.jdbi.useHandle(
          handle -> new JobSchedule(handle).beginStep(job, fixture.clock.instant()));
    }
    fixture.jdbi.useHandle(
        handle -> new JobSchedule(handle).stepFailed(job, fixture.clock.instant()));
    try (JobRunner runner = fixture.runner()) {
      assertThat(awaitEnd(job).status()).isEqualTo(JobStatus.Completed);
      await().atMost(DEADLINE).untilAsserted(() -> assertThat(tries(job)).isEqualTo(List.of(0, 0)));
    }
  }

  @Test
  void whatIsOutOfReachIsTriedForADay() {
    IOException away = new IOException("connection refused");
    assertThat(Patience.afterError(away, tries(400, NOW.minusSeconds(86_000)), NOW))
        .contains(Duration.ofMinutes(5));
    assertThat(Patience.afterError(away, tries(1, NOW), NOW)).contains(Duration.ofSeconds(5));
    assertThat(Patience.afterError(away, tries(400, NOW.minusSeconds(86_401)), NOW)).isEmpty();
    assertThat(Patience.reason(away, tries(400, NOW))).contains("IOException: connection refused");

    Throwable database = new IllegalStateException(new SQLException("closed", "08006"));
    assertThat(Patience.afterError(database, tries(9, NOW), NOW)).isPresent();
    Throwable wrong = new IllegalStateException(new SQLException("too long", "22001"));
    assertThat(Patience.afterError(wrong, tries(5, NOW), NOW)).isEmpty();
    assertThat(Patience.reason(wrong, tries(5, NOW))).doesNotContain("too long");
  }

  private static StepTries tries(int failed, Instant since) {
    return new StepTries(failed, failed, Optional.of(since));
  }

  private List<Integer> tries(long job) {
    return fixture.jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT step_tries, step_failures FROM labeling_job WHERE id = :id")
                .bind("id", job)
                .map((row, context) -> List.of(row.getInt(1), row.getInt(2)))
                .one());
  }

  /** Lets the clock run fast until the job has ended. */
  private Job awaitEnd(long job) {
    return await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              fixture.clock.pass(Duration.ofSeconds(1));
              return fixture.read(job);
            },
            read -> read.status().terminal());
  }
}
