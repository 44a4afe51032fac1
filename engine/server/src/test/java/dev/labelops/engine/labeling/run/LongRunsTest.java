package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.LearnableText;
import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.learning.Learner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Long runs of many jobs, and what becomes of the short steps of another one meanwhile. */
class LongRunsTest {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int LONG = 50;

  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger learning = new AtomicInteger();
  private final CoreFixture fixture = new CoreFixture(learner());

  private Learner learner() {
    return round -> {
      if (round.number() == 0) {
        return LearnableText.nothing(round);
      }
      learning.incrementAndGet();
      hold(end);
      return LearnableText.nothing(round);
    };
  }

  @Test
  void learningOfManyJobsLeavesTheOthersAlone() throws InterruptedException {
    List<Long> learners = new ArrayList<>();
    for (int i = 0; i < LONG; i++) {
      long job = fixture.startedJob("learns" + i, 1, LongRunsTest::automated);
      fixture.answerBatch(job, "ann");
      learners.add(job);
    }
    try (JobRunner runner = fixture.runner()) {
      await().atMost(DEADLINE).until(() -> learning.get() > 0);
      long job = fixture.job("other", 3, LongRunsTest::oneByOne);

      labelAll(job);

      assertThat(learners).allMatch(id -> fixture.read(id).status() == JobStatus.InProgress);
      end.countDown();
      for (long id : learners) {
        await()
            .atMost(DEADLINE)
            .until(() -> fixture.read(id).status(), JobStatus.Completed::equals);
      }
    }
    assertThat(learning).as("once for each job").hasValue(LONG);
  }

  @Test
  void setUpOfManyManifestsLeavesBatchesAlone() throws InterruptedException {
    long job = fixture.startedJob("other", 3, LongRunsTest::oneByOne);
    try (JobRunner runner = fixture.runner()) {
      fixture.objects.slow = Optional.of(location -> hold(location.contains("in/long"), end));
      List<Long> setUps = new ArrayList<>();
      for (int i = 0; i < LONG; i++) {
        setUps.add(fixture.job("long" + i, 1, request -> {}));
      }
      fixture.clock.pass(Duration.ofSeconds(1));
      await().atMost(DEADLINE).until(() -> fixture.objects.waiting.get() > 0);
      // The batch of the other job expires: a step that needs no files.
      TaskRow task = fixture.take(job, "ann").orElseThrow();
      fixture.clock.pass(Duration.ofSeconds(301));
      await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> {
                fixture.clock.pass(Duration.ofMillis(200));
                return held(task);
              },
              state -> state.equals(TaskRow.State.Lapsed.name()));
      assertThat(setUps).allMatch(id -> fixture.read(id).status() == JobStatus.Initializing);
      end.countDown();
      for (long id : setUps) {
        awaitBatch(id, 1);
      }
    }
  }

  private String held(TaskRow task) {
    return fixture.jdbi.withHandle(
        handle ->
            handle
                .createQuery("SELECT state FROM labeling_task WHERE id = :id")
                .bind("id", task.id())
                .mapTo(String.class)
                .one());
  }

  private void labelAll(long id) {
    Job ended =
        await()
            .atMost(DEADLINE)
            .pollInterval(Duration.ofMillis(20))
            .until(
                () -> {
                  fixture.clock.pass(Duration.ofMillis(200));
                  fixture.answerBatch(id, "bob");
                  return fixture.read(id);
                },
                job -> job.status().terminal());
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters()).isEqualTo(new Counters(3, 3, 0, 0, 0));
  }

  private void awaitBatch(long id, int iteration) {
    await()
        .atMost(DEADLINE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              fixture.clock.pass(Duration.ofMillis(200));
              return fixture.read(id).iteration();
            },
            reached -> reached == iteration);
  }

  private static void automated(ObjectNode request) {
    request
        .withObject("/LabelingJobAlgorithmsConfig")
        .put("LabelingJobAlgorithmSpecificationArn", "arn:x");
    oneByOne(request);
  }

  private static void oneByOne(ObjectNode request) {
    request.withObject("/HumanTaskConfig").put("MaxConcurrentTaskCount", 1);
  }

  private static void hold(boolean held, CountDownLatch end) {
    if (held) {
      hold(end);
    }
  }

  private static void hold(CountDownLatch end) {
    try {
      end.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
