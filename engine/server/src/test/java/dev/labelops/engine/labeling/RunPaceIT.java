package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Pace;
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

/** How soon a job continues after an answer; the log has the figures. */
class RunPaceIT {
  private static final Logger LOG = LoggerFactory.getLogger(RunPaceIT.class);
  private static final int BATCHES = 30;
  private static final Duration DEADLINE = Duration.ofSeconds(60);

  /** So long that whoever waits for a tick is found out, on a busy machine too. */
  private static final Duration TICK = Duration.ofSeconds(8);

  @TempDir Path folder;

  @Test
  void theNextBatchAndTheEndFollowTheAnswerWithoutATick() {
    Pace pace =
        new Pace(
            Pace.DEFAULT.initializing(),
            Pace.DEFAULT.workforceInitializing(),
            Pace.DEFAULT.stopping(),
            TICK,
            Pace.DEFAULT.lease());
    try (Engine engine = Engine.start(EngineSettings.local(folder).with(s -> s.pace = pace))) {
      LabelingFixture fixture = LabelingFixture.open(engine, "eu-west-1");
      Person ann = fixture.worker("ann");
      fixture.start(
          "pace",
          "TextMultiClass",
          fixture.texts("pace", BATCHES),
          wish -> wish.human(h -> h.maxConcurrentTaskCount(1)));
      JsonNode task = fixture.awaitTask(ann, "pace");
      List<Duration> batches = new ArrayList<>();
      for (int batch = 1; batch < BATCHES; batch++) {
        long answered = answer(ann, task);
        Optional<JsonNode> next = ann.take("pace");
        while (next.isEmpty()) {
          pause(answered);
          next = ann.take("pace");
        }
        batches.add(since(answered));
        task = next.get();
      }
      long answered = answer(ann, task);
      while (fixture.describe("pace").labelingJobStatus() != LabelingJobStatus.COMPLETED) {
        pause(answered);
      }
      Duration end = since(answered);
      batches.sort(null);
      LOG.info(
          "next batch: median {} ms, slowest {} ms; end: {} ms",
          batches.get(batches.size() / 2).toMillis(),
          batches.getLast().toMillis(),
          end.toMillis());
      assertThat(batches.get(batches.size() / 2)).isLessThan(TICK.dividedBy(4));
      assertThat(end).isLessThan(TICK.dividedBy(2));
    }
  }

  private static long answer(Person ann, JsonNode task) {
    ann.answer(task.path("taskId").asText(), LabelingFixture.textChoice("good"));
    return System.nanoTime();
  }

  // Asks again in a while that is short beside what is measured.
  private static void pause(long since) {
    assertThat(since(since)).isLessThan(DEADLINE);
    LockSupport.parkNanos(1_000_000);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
