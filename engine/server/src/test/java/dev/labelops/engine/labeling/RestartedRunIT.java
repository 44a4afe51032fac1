package dev.labelops.engine.labeling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.labeling.LearningEngine.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An engine that died within a run, and is started again over the data folder that it had. */
class RestartedRunIT {
  /** Nobody could wait for this one to run out. */
  private static final Duration LEASE = Duration.ofDays(1);

  @TempDir Path folder;

  @Test
  void theRunContinuesImmediately() throws Exception {
    Phase.FEATURES.hold(folder, true);
    LabelingFixture fixture;
    Person ann;
    try (EngineProcess killed = LearningEngine.start(folder, Optional.empty(), LEASE)) {
      fixture = LabelingFixture.open(killed.address(), "eu-west-1");
      ann = fixture.worker("ann");
      fixture.start(
          "again",
          "TextMultiClass",
          fixture.texts("again", 2),
          wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(1)));
      String task = fixture.awaitTask(ann, "again").path("taskId").asText();
      ann.answer(task, LabelingFixture.textChoice("good"));
      await().atMost(LabelingFixture.DEADLINE).until(() -> Phase.FEATURES.isReached(folder));
    }
    try (Engine engine =
        Engine.start(
            LearningEngine.settings(folder, Optional.empty(), LEASE),
            LearnableText.TYPES,
            LearnableText::nothing)) {
      var ended =
          fixture
              .at(engine.address())
              .finish(
                  "again",
                  List.of(ann.at(engine.address())),
                  input -> LabelingFixture.textChoice("bad"));
      assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
      assertThat(ended.labelCounters().humanLabeled()).isEqualTo(2);
    }
  }
}
