package dev.labelops.demo.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.demo.workers.SimulatedWorkers;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobStatus;

/** Real {@code kill -9}: whenever it comes, one job is paid for, and its labels arrive. */
class KillIT {
  private static ProcessStack stack;
  private static TextLabeling labeling;
  private static ServerProcess operator;

  @BeforeAll
  static void start() throws IOException {
    stack = ProcessStack.start("kill");
    labeling = TextLabeling.prepare(stack);
    operator = stack.launchOperator("kill-operator").awaitReady();
    labeling.awaitReady();
  }

  @AfterAll
  static void end() {
    if (stack != null) {
      stack.close();
    }
  }

  /** The same identity: the lease of the one that was killed is its own. */
  private static void killAndRestartOperator() throws IOException {
    operator.kill();
    operator = stack.launchOperator("kill-operator").awaitReady();
  }

  @Test
  void anOperatorThatIsKilledThreeTimesPaysOnceAndFinishes() throws Exception {
    labeling.applyJob("killed");
    JsonNode reserved =
        labeling.awaitJob(
            "killed", "name reserved", s -> s.hasNonNull("jobName"), TextLabeling.SETUP);
    killAndRestartOperator();

    String remote = reserved.path("jobName").asText();
    labeling.awaitJob(
        "killed",
        "InProgress",
        s -> s.path("phase").asText().equals("InProgress"),
        TextLabeling.SETUP);
    try (SimulatedWorkers people = labeling.people()) {
      awaitLabels(remote, 3);
    }
    killAndRestartOperator();

    try (SimulatedWorkers people = labeling.people()) {
      await("the service says Completed")
          .atMost(TextLabeling.END)
          .pollInterval(Duration.ofMillis(20))
          .until(
              () -> labeling.describe(remote).labelingJobStatus(),
              status -> status == LabelingJobStatus.COMPLETED);
      killAndRestartOperator();
    }

    JsonNode status = labeling.awaitComplete("killed");
    assertThat(status.path("jobName").asText()).isEqualTo(remote);
    assertOneJob("killed");
    assertLabeledOnce(status);
  }

  @Test
  void anEngineThatIsKilledInMidJobLosesNoAnswerAndCountsNoneTwice() throws Exception {
    labeling.applyJob("engine-killed");
    JsonNode running =
        labeling.awaitJob(
            "engine-killed",
            "InProgress",
            s -> s.path("phase").asText().equals("InProgress"),
            TextLabeling.SETUP);
    String remote = running.path("jobName").asText();

    JsonNode status;
    try (SimulatedWorkers people = labeling.people()) {
      int before = awaitLabels(remote, 3);
      stack.killAndRestartEngine();
      assertThat(humanLabeled(remote)).as("labels after the kill").isGreaterThanOrEqualTo(before);
      status = labeling.awaitComplete("engine-killed");
    }

    assertThat(humanLabeled(remote)).isEqualTo(TextLabeling.TEXTS);
    assertOneJob("engine-killed");
    assertLabeledOnce(status);
  }

  private static int awaitLabels(String remote, int atLeast) {
    return await(atLeast + " labels of " + remote)
        .atMost(TextLabeling.END)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> humanLabeled(remote), labels -> labels >= atLeast);
  }

  private static int humanLabeled(String remote) {
    return labeling.describe(remote).labelCounters().humanLabeled();
  }

  private static void assertOneJob(String name) {
    assertThat(labeling.paidJobs(name)).as("labeling jobs in the service").hasSize(1);
  }

  private static void assertLabeledOnce(JsonNode status) {
    assertThat(labeling.labeledLines(status)).isEqualTo(TextLabeling.TEXTS);
    assertThat(status.path("counters").path("humanLabeled").asInt()).isEqualTo(TextLabeling.TEXTS);
  }
}
