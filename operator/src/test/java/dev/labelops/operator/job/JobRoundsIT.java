package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.labelops.engine.store.Database;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Certainty;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Report;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Round;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rounds as a user sees them, of jobs whose learner follows the script of {@link ScriptedLearner},
 * in an engine that the tests kill.
 */
class JobRoundsIT {
  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final int BATCH = 30;

  /** The batches of the validation set, and the rounds after the last of them. */
  private static final int FIRST = ScriptedLearner.VALIDATION / BATCH;

  private static final int IN_VAIN = FIRST + 1;
  private static final int LAST = FIRST + 2;
  private static final long MONTH = Duration.ofDays(31).toMillis() * 1000;

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static ScriptedLearner script;

  @BeforeAll
  static void start() {
    lab = LabelingLab.killable(folder);
    script = new ScriptedLearner(folder);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  @Test
  void everyRoundIsCountedAndReportedOnce() {
    LabelingLab.Site site = lab.site("eu-west-1", ScriptedLearner.OBJECTS);
    JobObject job = new JobObject(namespace, site, "rounds", BATCH);
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      apply(job);
      LabelingJobStatus status = job.await("ResultsComplete", "True");

      allRounds(status);
      Awaitility.await("the Events")
          .dontCatchUncaughtExceptions()
          .atMost(DEADLINE)
          .untilAsserted(
              () ->
                  assertThat(job.events())
                      .contains("FewObjects", "ResultsExact")
                      .filteredOn(event -> event.matches("RoundLabeled|NothingQualified"))
                      .containsExactlyInAnyOrder(
                          "RoundLabeled", "NothingQualified", "RoundLabeled"));
      assertThat(status.rounds().reports())
          .extracting(Report::round, Report::reason, Report::machineLabeled)
          .containsExactly(
              tuple(LAST, "10 of 60: group of 20 at 0.99, needs 0.95.", 10L),
              tuple(IN_VAIN, ScriptedLearner.IN_VAIN, 0L),
              tuple(FIRST, "15 of 60: group of 20 at 0.99, needs 0.95.", 15L));
      Report last = status.rounds().reports().getFirst();
      assertThat(last.head()).isEqualTo("linear");
      assertThat(last.quality()).isEqualTo("0.990");
      assertThat(last.lowerBound()).isEqualTo("0.951");
      assertThat(last.target()).isEqualTo("0.950");
      assertThat(status.rounds().reports().get(1).head()).isNull();
      assertThat(status.finalModelArn())
          .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:model/" + status.jobName());

      JobObject next = new JobObject(namespace, site, "next", BATCH);
      next.apply(
          "type: TextMultiClass",
          "texts",
          "autoLabeling: {enabled: true, initialModelFrom: {jobRef: {name: rounds}}}");
      assertThat(initialModel(site, next.awaitReason("Labeling").jobName()))
          .isEqualTo(status.finalModelArn());
    }
  }

  private static String initialModel(LabelingLab.Site site, String jobName) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      return clients
          .sageMaker(clients.scope(null))
          .describeLabelingJob(b -> b.labelingJobName(jobName))
          .labelingJobAlgorithmsConfig()
          .initialActiveLearningModelArn();
    }
  }

  @Test
  void aJobThatIsStoppedInARoundHasTheRoundsBefore() {
    LabelingLab.Site site = lab.site("eu-west-2", ScriptedLearner.OBJECTS);
    JobObject job = new JobObject(namespace, site, "stopped", BATCH);
    script.hold(site.region(), IN_VAIN);
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      apply(job);
      awaitRound(site, IN_VAIN);
      job.edit(
          object -> {
            object.setSpec(JobObject.stopped(object.getSpec()));
            return object;
          });
      LabelingJobStatus status = job.await("ResultsComplete", "True");

      assertThat(status.phase()).isEqualTo(Phase.Stopped);
      firstRoundOnly(status);
    } finally {
      script.release(site.region(), IN_VAIN);
    }
  }

  @Test
  void aJobThatFailsAfterARoundHasTheRoundsBefore() {
    LabelingLab.Site site = lab.site("eu-central-1", ScriptedLearner.OBJECTS);
    JobObject job = new JobObject(namespace, site, "failed", BATCH);
    script.hold(site.region(), IN_VAIN);
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      apply(job);
      awaitRound(site, IN_VAIN);
      lab.stopEngine();
      // A job ends as Failed when it is not through after 30 days.
      try (Database database = Database.open(ScriptedEngine.settings(folder))) {
        database
            .jdbi()
            .useHandle(
                handle ->
                    handle
                        .createUpdate(
                            "UPDATE labeling_job SET created_at = created_at - :month"
                                + " WHERE region = :region")
                        .bind("month", MONTH)
                        .bind("region", site.region())
                        .execute());
      }
      lab.startEngine();
      script.release(site.region(), IN_VAIN);
      LabelingJobStatus status = job.await("ResultsComplete", "True");

      assertThat(status.phase()).isEqualTo(Phase.Failed);
      assertThat(status.failureReason()).contains("30 days");
      firstRoundOnly(status);
    } finally {
      script.release(site.region(), IN_VAIN);
    }
  }

  @Test
  void anEngineThatIsKilledInARoundEndsWithTheSameRounds() {
    LabelingLab.Site site = lab.site("us-east-2", ScriptedLearner.OBJECTS);
    JobObject job = new JobObject(namespace, site, "killed", BATCH);
    for (int round = FIRST; round <= LAST; round++) {
      script.hold(site.region(), round);
    }
    try (OperatorUnderTest operator = JobObject.operator(namespace, site, CrashPoints.none());
        LabelingWorker worker = lab.worker(site)) {
      apply(job);
      for (int round = FIRST; round <= LAST; round++) {
        awaitRound(site, round);
        lab.stopEngine();
        script.release(site.region(), round);
        lab.startEngine();
      }
      allRounds(job.await("ResultsComplete", "True"));
    } finally {
      for (int round = FIRST; round <= LAST; round++) {
        script.release(site.region(), round);
      }
    }
  }

  private static void apply(JobObject job) {
    job.apply(
        "type: TextMultiClass", "texts", "autoLabeling: {enabled: true}", "tags: {team: brands}");
  }

  private static void awaitRound(LabelingLab.Site site, int round) {
    Awaitility.await("round " + round)
        .dontCatchUncaughtExceptions()
        .atMost(DEADLINE)
        .until(() -> script.reached(site.region(), round));
  }

  private static void allRounds(LabelingJobStatus status) {
    long machine = ScriptedLearner.FIRST + ScriptedLearner.REST;
    assertThat(status.phase()).isEqualTo(Phase.Completed);
    assertThat(status.counters().machineLabeled()).isEqualTo(machine);
    assertThat(status.counters().humanLabeled()).isEqualTo(ScriptedLearner.OBJECTS - machine);
    assertThat(status.rounds().certainty()).isEqualTo(Certainty.Exact);
    assertThat(status.autoLabelingRounds()).isEqualTo(2);
    assertThat(status.rounds().human()).isEqualTo(LAST);
    assertThat(status.rounds().training()).isEqualTo(3);
    assertThat(status.rounds().history())
        .extracting(Round::round, Round::humanLabeled, Round::machineLabeled)
        .containsExactly(
            tuple(1, 30L, null),
            tuple(FIRST, 30L, (long) ScriptedLearner.FIRST),
            tuple(IN_VAIN, (long) ScriptedLearner.CHOSEN, null),
            tuple(LAST, (long) ScriptedLearner.CHOSEN_IN_VAIN, (long) ScriptedLearner.REST));
    assertThat(status.results().machineLabeled()).isEqualTo(machine);
    assertThat(status.results().meanConfidence().machine()).isEqualTo("0.98");
    assertThat(status.finalModelArn()).startsWith("arn:aws:sagemaker:");
  }

  private static void firstRoundOnly(LabelingJobStatus status) {
    assertThat(status.counters().machineLabeled()).isEqualTo(ScriptedLearner.FIRST);
    assertThat(status.rounds().certainty()).isEqualTo(Certainty.Exact);
    assertThat(status.autoLabelingRounds()).isEqualTo(1);
    assertThat(status.rounds().human()).isEqualTo(IN_VAIN);
    assertThat(status.rounds().training()).isEqualTo(1);
    assertThat(status.rounds().history())
        .extracting(Round::round, Round::humanLabeled, Round::machineLabeled)
        .containsExactlyElementsOf(
            List.of(
                tuple(1, 30L, null),
                tuple(FIRST, 30L, (long) ScriptedLearner.FIRST),
                tuple(IN_VAIN, (long) ScriptedLearner.CHOSEN, null)));
    assertThat(status.rounds().reports()).extracting(Report::round).containsExactly(FIRST);
    assertThat(status.results().machineLabeled()).isEqualTo(ScriptedLearner.FIRST);
    assertThat(status.finalModelArn()).startsWith("arn:aws:sagemaker:");
  }
}
