package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.MachineLabels;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Round;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Rounds as a user sees them, of a job whose learner follows a script. */
class JobRoundsIT {
  private static final int OBJECTS = 20;
  private static final int BATCH = 2;

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, JobRoundsIT::learn);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  /** Trains from the first batch on, labels the even objects after the second, then the rest. */
  private static MachineLabels learn(JobKey job, int round) {
    return switch (round) {
      case 1 -> new MachineLabels(true, Map.of());
      case 2 -> labels(0, 2);
      default -> labels(1, 2);
    };
  }

  private static MachineLabels labels(int first, int step) {
    Map<Integer, JsonNode> labels = new HashMap<>();
    IntStream.iterate(first, id -> id < OBJECTS, id -> id + step)
        .forEach(id -> labels.put(id, label()));
    return new MachineLabels(true, labels);
  }

  private static JsonNode label() {
    ObjectNode label = JsonNodeFactory.instance.objectNode().put("label", 1);
    label.putObject("metadata").put("class-name", "RedBull").put("confidence", 0.98);
    return label;
  }

  @Test
  void countsRoundsAndSaysHowSureItIs() {
    LabelingLab.Site site = lab.site("eu-west-1", OBJECTS);
    JobObject job = new JobObject(namespace, site, "rounds", BATCH);
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      job.apply(
          "type: TextMultiClass", "texts", "autoLabeling: {enabled: true}", "tags: {team: brands}");
      LabelingJobStatus status = job.await("ResultsComplete", "True");

      long human = 3L * BATCH;
      assertThat(status.counters().humanLabeled()).isEqualTo(human);
      assertThat(status.counters().machineLabeled()).isEqualTo(OBJECTS - human);
      assertThat(status.autoLabelingRounds()).isEqualTo(2);
      assertThat(status.rounds().certainty()).isEqualTo(Certainty.Exact);
      assertThat(status.rounds().human()).isEqualTo(3);
      assertThat(status.rounds().training()).isEqualTo(3);
      assertThat(status.rounds().history())
          .extracting(Round::round, Round::humanLabeled)
          .contains(tuple(1, 2L), tuple(2, 2L), tuple(3, 2L));
      assertThat(machineLabeled(status.rounds().history())).isEqualTo(OBJECTS - human);
      assertThat(status.results().machineLabeled()).isEqualTo(OBJECTS - human);
      assertThat(status.results().meanConfidence().machine()).isEqualTo("0.98");
      assertThat(job.events()).contains("FewObjects");
    }
  }

  private static long machineLabeled(List<Round> history) {
    return history.stream()
        .mapToLong(round -> round.machineLabeled() == null ? 0 : round.machineLabeled())
        .sum();
  }
}
