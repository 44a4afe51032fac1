package dev.labelops.engine.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.engine.labeling.LabelingFixture;
import dev.labelops.engine.labeling.Person;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.store.Database;
import java.time.Duration;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** An automated job of which people label the first batch, and {@link FixtureLearn} the rest. */
final class LearnedJob {
  static final Duration DEADLINE = Duration.ofMinutes(5);
  static final int OBJECTS = 66;

  /** The validation set of a small job. */
  static final int FIRST_BATCH = 60;

  private LearnedJob() {}

  static void start(LabelingFixture fixture) {
    fixture.start(
        "job",
        "TextMultiClass",
        fixture.texts("job", OBJECTS),
        wish -> wish.automated().human(h -> h.maxConcurrentTaskCount(FIRST_BATCH)));
  }

  static void answerFirstBatch(LabelingFixture fixture, Person person) {
    int[] answered = {0};
    await("the first batch")
        .atMost(DEADLINE)
        .until(
            () -> {
              answered[0] +=
                  fixture.answerAll(person, "job", input -> LabelingFixture.textChoice("bad"));
              return answered[0] == FIRST_BATCH;
            });
  }

  static DescribeLabelingJobResponse finish(LabelingFixture fixture, Person person) {
    await("the end of the job")
        .atMost(DEADLINE)
        .until(
            () -> {
              fixture.answerAll(person, "job", input -> LabelingFixture.textChoice("bad"));
              return fixture.describe("job").labelingJobStatus();
            },
            status ->
                status != LabelingJobStatus.IN_PROGRESS
                    && status != LabelingJobStatus.INITIALIZING);
    return fixture.describe("job");
  }

  static void assertLabeledByMachine(DescribeLabelingJobResponse ended) {
    assertThat(ended.labelingJobStatus()).isEqualTo(LabelingJobStatus.COMPLETED);
    assertThat(ended.labelCounters().humanLabeled()).isEqualTo(FIRST_BATCH);
    assertThat(ended.labelCounters().machineLabeled()).isEqualTo(OBJECTS - FIRST_BATCH);
  }

  static Run run(Database database, int round) {
    return database
        .jdbi()
        .withHandle(handle -> new RunTable(handle).find(RunKind.LEARNING, 1, round).orElseThrow());
  }
}
