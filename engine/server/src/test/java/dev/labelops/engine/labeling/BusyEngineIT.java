package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.store.Database;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Workers while long runs take all that runs may take. */
class BusyEngineIT {
  /** More than there are threads of runs. */
  private static final int LEARNING = 12;

  private static final int TEXTS = 10;

  /** Many times what a request takes on a busy machine, and no long run ends within it. */
  private static final Duration NORMAL = Duration.ofSeconds(2);

  @TempDir Path folder;

  @Test
  void workersAreServedWhileManyRunsAreUnderWay() {
    CountDownLatch end = new CountDownLatch(1);
    AtomicInteger learning = new AtomicInteger();
    Learner learner =
        round -> {
          learning.incrementAndGet();
          hold(end);
          return LearnableText.nothing(round);
        };
    try (Engine engine = Engine.start(EngineSettings.local(folder), LearnableText.TYPES, learner)) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      String texts = fixture.texts("learning", 2);
      for (int i = 0; i < LEARNING; i++) {
        fixture.start(
            "learning" + i,
            "TextMultiClass",
            texts,
            wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(1)));
      }
      for (int i = 0; i < LEARNING; i++) {
        String task = fixture.awaitTask(ann, "learning" + i).path("taskId").asText();
        ann.answer(task, LabelingFixture.textChoice("good"));
      }
      await().atMost(LabelingFixture.DEADLINE).until(() -> learning.get() > 1);

      List<Duration> times = new ArrayList<>();
      fixture.start("other", "TextMultiClass", fixture.texts("other", TEXTS), wish -> {});
      for (int i = 0; i < TEXTS; i++) {
        String task = fixture.awaitTask(ann, "other").path("taskId").asText();
        long asked = System.nanoTime();
        assertThat(ann.answer(task, LabelingFixture.textChoice("good")).status()).isEqualTo(204);
        times.add(Duration.ofNanos(System.nanoTime() - asked));
      }
      fixture.awaitStatus("other", LabelingJobStatus.COMPLETED);
      times.sort(null);
      assertThat(times.get(TEXTS / 2)).isLessThan(NORMAL);
      assertThat(end.getCount()).as("the long runs are still under way").isOne();
      end.countDown();
    } finally {
      end.countDown();
    }
  }

  @Test
  void runsThatHoldAllTheirConnectionsLeaveThoseOfRequestsFree() throws Exception {
    Deque<Connection> held = new ArrayDeque<>();
    try (Database database = Database.open(EngineSettings.local(folder))) {
      try {
        for (int i = 0; i < 16; i++) {
          held.push(database.runs().getConnection());
        }
        CompletableFuture<Integer> request =
            CompletableFuture.supplyAsync(
                () ->
                    database
                        .jdbi()
                        .withHandle(
                            handle -> handle.select("SELECT 1").mapTo(Integer.class).one()));
        assertThat(request.get(NORMAL.toMillis(), TimeUnit.MILLISECONDS)).isOne();
        CompletableFuture<Connection> oneMore =
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return database.runs().getConnection();
                  } catch (SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        assertThat(oneMore).as("a connection beyond the bound").isNotDone();
        held.pop().close();
        held.push(oneMore.get());
      } finally {
        while (!held.isEmpty()) {
          held.pop().close();
        }
      }
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
