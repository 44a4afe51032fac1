package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.learning.Learner;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Two engines' runners over one PostgreSQL. */
class SharedQueueIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int JOBS = 12;
  private static final int TEXTS = 3;

  /** More set-ups at once than one runner has threads for them. */
  private static final int AT_ONCE = 6;

  private final Map<String, AtomicInteger> reads = new ConcurrentHashMap<>();
  private final CyclicBarrier together = new CyclicBarrier(AT_ONCE);

  @Test
  void runnersShareTheJobsAndNeitherDoesWhatTheOtherDoes() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      CoreFixture fixture =
          new CoreFixture(Learner.NONE, postgres.getJdbcUrl("postgres", "postgres"));
      fixture.objects.slow = Optional.of(this::read);
      List<Long> jobs = new ArrayList<>();
      for (int i = 0; i < JOBS; i++) {
        jobs.add(fixture.job("two" + i, TEXTS, request -> {}));
      }
      fixture.clock.pass(Duration.ofSeconds(1));
      try (JobRunner one = fixture.runner();
          JobRunner other = fixture.runner()) {
        for (long id : jobs) {
          Job ended = awaitEnd(fixture, id);
          assertThat(ended.status()).isEqualTo(JobStatus.Completed);
          assertThat(ended.counters().human()).isEqualTo(TEXTS);
        }
      }
      assertThat(reads).hasSize(JOBS);
      assertThat(reads.values()).allMatch(times -> times.get() == 1);
      for (int i = 0; i < JOBS; i++) {
        assertThat(fixture.tree("two" + i))
            .contains("manifests/output/output.manifest")
            .filteredOn(file -> file.startsWith("annotations/worker-response/"))
            .hasSize(TEXTS);
      }
      assertThat(queued(fixture)).as("what is left in the queues").isZero();
    }
  }

  /** Counts the reads of each manifest, which go on once both runners are at work. */
  private void read(String location) {
    if (!location.contains("/in/")) {
      return;
    }
    reads.computeIfAbsent(location, key -> new AtomicInteger()).incrementAndGet();
    try {
      together.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Job awaitEnd(CoreFixture fixture, long id) {
    return await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              fixture.clock.pass(Duration.ofMillis(200));
              fixture.answerBatch(id, "ann");
              return fixture.read(id);
            },
            job -> job.status().terminal());
  }

  private static int queued(CoreFixture fixture) {
    return fixture.jdbi.withHandle(
        handle ->
            handle
                .createQuery(
                    "SELECT (SELECT COUNT(*) FROM run_queue_step)"
                        + " + (SELECT COUNT(*) FROM run_queue_files)"
                        + " + (SELECT COUNT(*) FROM run_queue_learning)")
                .mapTo(Integer.class)
                .one());
  }
}
