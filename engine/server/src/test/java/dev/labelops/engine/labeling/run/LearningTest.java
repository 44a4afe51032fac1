package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.MachineLabels;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.Json;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Automated labeling with a learner that follows a script. */
class LearningTest {
  private final List<Integer> rounds = new ArrayList<>();
  private final Map<Integer, MachineLabels> script = new HashMap<>();
  private final CoreFixture fixture = new CoreFixture(this::learn);

  private MachineLabels learn(JobKey job, int round) {
    rounds.add(round);
    return script.getOrDefault(round, MachineLabels.NOTHING);
  }

  @Test
  void machineLabelsCountAndLeaveTheirFiles() {
    long job = fixture.startedJob("auto", 6, LearningTest::automated);
    TreeSet<Integer> open = new TreeSet<>(List.of(0, 1, 2, 3, 4, 5));
    script.put(1, new MachineLabels(true, Map.of()));
    open.removeAll(fixture.answerAll(job, "ann"));
    assertThat(rounds).containsExactly(1);

    List<Integer> second = fixture.answerBatch(job, "ann");
    open.removeAll(second);
    int chosen = open.first();
    script.put(2, new MachineLabels(true, Map.of(chosen, label(1), second.getFirst(), label(0))));
    fixture.settle(job);
    fixture.answerAll(job, "ann");

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Completed);
    assertThat(ended.counters().machine()).as("open objects only").isEqualTo(1);
    assertThat(ended.counters().human()).isEqualTo(5);
    assertThat(ended.trained()).isTrue();
    List<String> tree = fixture.tree("auto");
    assertThat(tree)
        .contains(
            "activelearning/2/0/auto_annotator_output.txt",
            "training/1/0/auto-1/output/model.tar.gz",
            "training/2/0/auto-2/output/model.tar.gz")
        .doesNotContain("activelearning/1/0/auto_annotator_output.txt");
    String auto = fixture.objects.text("out/auto/activelearning/2/0/auto_annotator_output.txt");
    assertThat(auto).startsWith(chosen + " {").endsWith("}\n");
    JsonNode line =
        Json.read(
            fixture
                .objects
                .text("out/auto/manifests/output/output.manifest")
                .lines()
                .toList()
                .get(chosen));
    assertThat(line.path("kind").asInt()).isEqualTo(1);
    JsonNode metadata = line.path("kind-metadata");
    assertThat(metadata.path("human-annotated").asText()).isEqualTo("no");
    assertThat(metadata.path("job-name").asText()).isEqualTo("auto");
    assertThat(metadata.path("confidence").asDouble()).isEqualTo(0.98);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLearnerThatBreaksLeavesEverythingToPeople(boolean error) {
    CoreFixture broken =
        new CoreFixture(
            (job, round) -> {
              if (error) {
                throw new OutOfMemoryError("no room for a model");
              }
              throw new IllegalStateException("no model today");
            });
    long job = broken.startedJob("broken", 4, LearningTest::automated);
    while (broken.read(job).status() == JobStatus.InProgress) {
      broken.answerAll(job, "ann");
    }
    assertThat(broken.read(job).counters().human()).isEqualTo(4);
  }

  @Test
  void moreThanTenPercentFailingInTheFirstSampleFailsAnAutomatedJob() {
    long job =
        fixture.startedJob(
            "sample",
            20,
            request -> {
              automated(request);
              request
                  .withObject("/HumanTaskConfig")
                  .put("MaxConcurrentTaskCount", 10)
                  .put("TaskAvailabilityLifetimeInSeconds", 60);
            });
    for (int i = 0; i < 8; i++) {
      fixture.answer(fixture.take(job, "ann").orElseThrow(), "ann", "good");
    }
    fixture.clock.pass(Duration.ofSeconds(60));
    fixture.settle(job);

    Job ended = fixture.read(job);
    assertThat(ended.status()).isEqualTo(JobStatus.Failed);
    assertThat(ended.failureReason().orElseThrow())
        .startsWith("ClientError: More than 10% of the first sample of 10 objects failed.");
    assertThat(ended.counters().human()).isEqualTo(8);
    assertThat(fixture.objects.text("out/sample/manifests/output/output.manifest").lines())
        .filteredOn(line -> line.contains("\"kind\""))
        .hasSize(8);
  }

  @Test
  void jobsWithoutAlgorithmNeverAskTheLearner() {
    long job = fixture.startedJob("plain", 2, request -> {});
    fixture.answerAll(job, "ann");
    assertThat(rounds).isEmpty();
  }

  private static void automated(ObjectNode request) {
    request
        .withObject("/LabelingJobAlgorithmsConfig")
        .put("LabelingJobAlgorithmSpecificationArn", "arn:x");
    request.withObject("/HumanTaskConfig").put("MaxConcurrentTaskCount", 2);
  }

  private static JsonNode label(int value) {
    ObjectNode label = Json.MAPPER.createObjectNode().put("label", value);
    label.putObject("metadata").put("class-name", "bad").put("confidence", 0.98);
    return label;
  }
}
