package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** How soon a job goes on after an answer; the log has the figures. */
class RunPaceTest {
  private static final Logger LOG = LoggerFactory.getLogger(RunPaceTest.class);
  private static final int BATCHES = 60;
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Many times what it takes on a busy machine. */
  private static final Duration AT_ONCE = Duration.ofMillis(500);

  @TempDir Path folder;

  @Test
  void theNextBatchAndTheEndFollowTheAnswerAtOnce() {
    try (Engine engine = Engine.start(EngineSettings.local(folder))) {
      Studio studio = Studio.open(engine, "eu-west-1");
      Person ann = studio.worker("ann");
      List<Duration> batches = new ArrayList<>();
      List<Duration> ends = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        label(studio, ann, "pace" + i, batches, ends);
      }
      LOG.info(
          "next batch: median {} ms, slowest {} ms; end: median {} ms",
          median(batches).toMillis(),
          batches.getLast().toMillis(),
          median(ends).toMillis());
      assertThat(median(batches)).isLessThan(AT_ONCE);
      assertThat(median(ends)).isLessThan(AT_ONCE);
    }
  }

  private static void label(
      Studio studio, Person ann, String job, List<Duration> batches, List<Duration> ends) {
    studio.start(
        job,
        "TextMultiClass",
        studio.texts(job, BATCHES),
        wish -> wish.human(h -> h.maxConcurrentTaskCount(1)));
    JsonNode task = studio.awaitTask(ann, job);
    for (int batch = 1; batch < BATCHES; batch++) {
      ann.answer(task.path("taskId").asText(), Studio.textChoice("good"));
      long answered = System.nanoTime();
      Optional<JsonNode> next = ann.take(job);
      while (next.isEmpty()) {
        pause(answered);
        next = ann.take(job);
      }
      batches.add(Duration.ofNanos(System.nanoTime() - answered));
      task = next.get();
    }
    ann.answer(task.path("taskId").asText(), Studio.textChoice("good"));
    long answered = System.nanoTime();
    while (studio.describe(job).labelingJobStatus() != LabelingJobStatus.COMPLETED) {
      pause(answered);
    }
    ends.add(Duration.ofNanos(System.nanoTime() - answered));
  }

  // Asks again in a while that is short beside what is measured.
  private static void pause(long since) {
    assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(DEADLINE);
    LockSupport.parkNanos(1_000_000);
  }

  private static Duration median(List<Duration> times) {
    times.sort(null);
    return times.get(times.size() / 2);
  }
}
