package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.testcluster.ClusterNamespace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;

/** What happens to jobs between people, clusters and operators. */
class JobStoriesIT {
  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 2);
  }

  @AfterAll
  static void stop() {
    lab.close();
  }

  private static OperatorUnderTest operator() {
    return JobObject.operator(namespace, site, CrashPoints.none());
  }

  private static OperatorUnderTest operator(CrashPoints calls) {
    return JobObject.operator(namespace, site, calls);
  }

  private static String serviceStatus(String jobName) {
    return lab.jobs(site).stream()
        .filter(j -> j.labelingJobName().equals(jobName))
        .map(LabelingJobSummary::labelingJobStatusAsString)
        .findFirst()
        .orElse("none");
  }

  private static long paid(String object) {
    return lab.jobs(site).stream()
        .filter(j -> j.labelingJobName().startsWith(object + "-"))
        .count();
  }

  @Test
  void aRestoredObjectWithoutStatusFindsItsJob() {
    JobObject job = new JobObject(namespace, site, "restored");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts", "deletionPolicy: Orphan");
      String name = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
      assertThat(serviceStatus(name)).as("Orphan lets it run").isEqualTo("InProgress");
      assertThat(job.events()).contains("Orphaned");
      job.apply("type: TextMultiClass", "texts");
      assertThat(job.awaitReason("Labeling").jobName()).isEqualTo(name);
      assertThat(paid("restored")).isEqualTo(1);
    }
  }

  @Test
  void anotherSpecificationDoesNotTakeTheJobOver() {
    JobObject job = new JobObject(namespace, site, "differs");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts", "deletionPolicy: Orphan");
      String first = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
      job.apply("type: TextMultiClass\ntitle: Something else", "texts");
      LabelingJobStatus status = job.awaitReason("SpecDiffersFromExistingJob");
      assertThat(Conditions.isTrue(status.conditions(), ConditionType.Stalled)).isTrue();
      job.edit(
          j -> {
            LabelingJob raised = j;
            raised.setSpec(JobObject.withRun(j.getSpec(), 2));
            return raised;
          });
      LabelingJobStatus earlier = job.awaitReason("Labeling");
      assertThat(earlier.jobName()).as("what runs is not left alone").isEqualTo(first);
      assertThat(paid("differs")).isEqualTo(1);
      lab.asSomebodyElse(site, s -> s.stopLabelingJob(b -> b.labelingJobName(first)));
      job.awaitStatus(
          "run 2", seen -> Integer.valueOf(2).equals(seen.run()) && seen.jobArn() != null);
      assertThat(paid("differs")).isEqualTo(2);
    }
  }

  @Test
  void deletionStopsTheJobFirst() {
    JobObject job = new JobObject(namespace, site, "deleted");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String name = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void stopEndsTheJobForGood() {
    JobObject job = new JobObject(namespace, site, "stopped");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String name = job.awaitReason("Labeling").jobName();
      job.apply("type: TextMultiClass", "texts", "stop: true");
      LabelingJobStatus status = job.awaitReason("Stopped");
      assertThat(status.phase()).isEqualTo(Phase.Stopped);
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void aJobStoppedByOthersIsStalled() {
    JobObject job = new JobObject(namespace, site, "elsewhere");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String name = job.awaitReason("Labeling").jobName();
      lab.asSomebodyElse(site, s -> s.stopLabelingJob(b -> b.labelingJobName(name)));
      LabelingJobStatus status = job.awaitReason("StoppedExternally");
      assertThat(Conditions.isTrue(status.conditions(), ConditionType.Stalled)).isTrue();
    }
  }

  @Test
  void holdKeepsItFromStarting() {
    JobObject job = new JobObject(namespace, site, "held");
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = operator(calls)) {
      job.apply("type: TextMultiClass", "texts", "hold: true");
      assertThat(job.awaitReason("Held").phase()).isEqualTo(Phase.Held);
      assertThat(calls.mutations()).doesNotContain("SageMaker:CreateLabelingJob");
      job.apply("type: TextMultiClass", "texts", "hold: false");
      job.awaitReason("Labeling");
    }
  }

  @Test
  void aForeignJobIsObservedAndNeverStopped() {
    JobObject first = new JobObject(namespace, site, "owner");
    JobObject second = new JobObject(namespace, site, "visitor");
    try (OperatorUnderTest operator = operator()) {
      first.apply("type: TextMultiClass", "texts", "jobName: shared-name");
      first.awaitReason("Labeling");
      second.apply("type: TextMultiClass", "texts", "jobName: shared-name");
      second.awaitReason("NameTaken");
      second.apply("type: TextMultiClass", "texts", "jobName: shared-name", "adoption: Always");
      second.awaitReason("Labeling");
      second.delete();
      second.awaitGone();
      assertThat(serviceStatus("shared-name")).isEqualTo("InProgress");
    }
  }

  @Test
  void twoOperatorsByMistakePayOnce() {
    JobObject job = new JobObject(namespace, site, "two");
    try (OperatorUnderTest one = operator();
        OperatorUnderTest other = operator()) {
      job.apply("type: TextMultiClass", "texts");
      job.awaitReason("Labeling");
      assertThat(paid("two")).isEqualTo(1);
    }
  }

  @Test
  void applyingTheSameAgainDoesNothing() {
    JobObject job = new JobObject(namespace, site, "again");
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = operator(calls)) {
      job.apply("type: TextMultiClass", "texts");
      job.awaitReason("Labeling");
      Awaitility.await()
          .during(Duration.ofSeconds(1))
          .atMost(Duration.ofSeconds(20))
          .until(() -> quiet(calls));
      String version = job.get().getMetadata().getResourceVersion();
      int events = job.events().size();
      long before = besidesSweeps(calls);
      job.apply("type: TextMultiClass", "texts");
      Awaitility.await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(10))
          .until(() -> besidesSweeps(calls) == before);
      assertThat(job.get().getMetadata().getResourceVersion()).isEqualTo(version);
      assertThat(job.events()).hasSize(events);
    }
  }

  private static long besidesSweeps(CrashPoints calls) {
    return calls.calls().stream().filter(c -> !c.equals("SageMaker:ListLabelingJobs")).count();
  }

  private static boolean quiet(CrashPoints calls) {
    return calls.calls().getLast().equals("SageMaker:ListLabelingJobs");
  }

  @Test
  void anEngineThatIsDownBlocksDeletionAndSaysSo() {
    JobObject job = new JobObject(namespace, site, "down");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String name = job.awaitReason("Labeling").jobName();
      lab.stopEngine();
      job.delete();
      try {
        job.await("DeletionBlocked", "True");
      } finally {
        lab.startEngine();
      }
      job.awaitGone();
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void forceOrphanLetsGoWithoutTheEngine() {
    JobObject job = new JobObject(namespace, site, "forced");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      job.awaitReason("Labeling");
      lab.stopEngine();
      try {
        job.delete();
        job.await("DeletionBlocked", "True");
        job.edit(
            j -> {
              j.getMetadata().setAnnotations(Map.of(Annotations.FORCE_ORPHAN, "true"));
              return j;
            });
        job.awaitGone();
      } finally {
        lab.startEngine();
      }
      assertThat(job.events()).contains("Orphaned");
    }
  }

  @Test
  void theTtlRemovesTheObjectAndReapplyingFindsTheFinishedJob() {
    JobObject job = new JobObject(namespace, site, "ttl");
    CrashPoints calls = CrashPoints.none();
    try (OperatorUnderTest operator = operator(calls);
        LabelingWorker worker = lab.worker(site)) {
      job.apply("type: TextMultiClass", "texts", "ttlAfterFinished: 3s");
      job.await("Complete", "True");
      job.awaitGone();
      job.apply("type: TextMultiClass", "texts");
      job.await("ResultsComplete", "True");
      assertThat(paid("ttl")).isEqualTo(1);
      assertThat(calls.calls()).filteredOn(c -> c.equals("SageMaker:CreateLabelingJob")).hasSize(1);
    }
  }

  private static OperatorUnderTest operatorOf(String installation) {
    OperatorSettings same = site.settings();
    OperatorSettings other =
        new OperatorSettings(
            Optional.of(installation),
            same.namespace(),
            same.aws(),
            same.feed(),
            same.tenancy(),
            same.invitationsPerDay());
    return JobObject.operator(
        namespace,
        new LabelingLab.Site(
            site.region(), site.bucket(), site.teamArn(), site.userPoolId(), other),
        CrashPoints.none());
  }

  /** Starts the job under an operator that then ends, and loses its status. */
  private static String startedAndLost(JobObject job) {
    String name;
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      name = job.awaitReason("Labeling").jobName();
    }
    job.loseStatus();
    assertThat(job.get().getStatus().jobName()).isNull();
    return name;
  }

  @Test
  void aJobWhoseStatusIsLostIsStoppedAsWished() {
    JobObject job = new JobObject(namespace, site, "lost-stop");
    String name = startedAndLost(job);
    job.apply("type: TextMultiClass", "texts", "stop: true");
    try (OperatorUnderTest operator = operator()) {
      LabelingJobStatus status = job.awaitReason("Stopped");
      assertThat(status.jobName()).as("there was a job").isEqualTo(name);
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void anEarlierRunWhoseStatusIsLostIsFollowedBeforeTheNextBegins() {
    JobObject job = new JobObject(namespace, site, "lost-run");
    String name = startedAndLost(job);
    job.apply("type: TextMultiClass", "texts", "run: 2");
    try (OperatorUnderTest operator = operator()) {
      LabelingJobStatus first = job.awaitReason("Labeling");
      assertThat(first.run()).isEqualTo(1);
      assertThat(first.jobName()).isEqualTo(name);
      assertThat(paid("lost-run")).isEqualTo(1);
      lab.asSomebodyElse(site, s -> s.stopLabelingJob(b -> b.labelingJobName(name)));
      LabelingJobStatus second =
          job.awaitStatus(
              "run 2", seen -> Integer.valueOf(2).equals(seen.run()) && seen.jobArn() != null);
      assertThat(second.attempts()).singleElement().matches(a -> a.jobName().equals(name));
      assertThat(paid("lost-run")).isEqualTo(2);
    }
  }

  @Test
  void aJobWhoseStatusIsLostIsStoppedBeforeItsObjectGoes() {
    JobObject job = new JobObject(namespace, site, "lost-gone");
    String name = startedAndLost(job);
    job.delete();
    try (OperatorUnderTest operator = operator()) {
      job.awaitGone();
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void aLookThatIsDeniedPaysNothingAndNamesTheAction() {
    JobObject job = new JobObject(namespace, site, "no-look");
    lab.quirks(
        "{\"faults\": [{\"operation\": \"ListLabelingJobs\", \"kind\": \"DENY\", \"times\": 0}]}");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      LabelingJobStatus status = job.awaitReason("AccessDenied");
      assertThat(Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow().message())
          .contains("sagemaker:ListLabelingJobs");
      lab.quirks("{}");
      assertThat(paid("no-look")).isZero();
      job.awaitReason("Labeling");
      assertThat(paid("no-look")).isEqualTo(1);
    } finally {
      lab.quirks("{}");
    }
  }

  @Test
  void aJobThatWasStoppedAtADeletionIsNotCalledStoppedByOthers() {
    JobObject job = new JobObject(namespace, site, "stopped-before");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String name = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
      job.apply("type: TextMultiClass", "texts");
      LabelingJobStatus status = job.awaitReason("StoppedEarlier");
      assertThat(status.jobName()).isEqualTo(name);
      job.apply("type: TextMultiClass", "texts", "stop: true");
      job.awaitReason("Stopped");
      assertThat(paid("stopped-before")).isEqualTo(1);
    }
  }

  @Test
  void aSecondClusterDoesNotPayAgain() {
    JobObject job = new JobObject(namespace, site, "second");
    String name;
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts", "deletionPolicy: Orphan");
      name = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
    }
    try (OperatorUnderTest operator = operatorOf("rebuilt-cluster")) {
      job.apply("type: TextMultiClass", "texts");
      LabelingJobStatus status = job.awaitReason("PaidElsewhere");
      assertThat(Conditions.isTrue(status.conditions(), ConditionType.Stalled)).isTrue();
      assertThat(Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow().message())
          .contains(name, "test-installation", "labelops.installation", "adoption: Always");
      assertThat(paid("second")).isEqualTo(1);
      job.apply("type: TextMultiClass", "texts", "adoption: Always");
      assertThat(job.awaitReason("Labeling").jobName()).isEqualTo(name);
      job.delete();
      job.awaitGone();
      assertThat(serviceStatus(name)).as("not ours to stop").isEqualTo("InProgress");
      job.apply("type: TextMultiClass", "texts", "run: 2");
      job.awaitReason("Labeling");
      assertThat(paid("second")).isEqualTo(2);
    }
    assertThat(serviceStatus(name)).isEqualTo("InProgress");
  }

  @Test
  void aClusterThatTakesTheInstallationOverContinuesWithTheJob() {
    JobObject job = new JobObject(namespace, site, "moved");
    String name;
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts", "deletionPolicy: Orphan");
      name = job.awaitReason("Labeling").jobName();
      job.delete();
      job.awaitGone();
    }
    try (OperatorUnderTest operator = operatorOf("moved-cluster")) {
      job.apply("type: TextMultiClass", "texts");
      job.awaitReason("PaidElsewhere");
    }
    try (OperatorUnderTest operator = operatorOf("test-installation")) {
      assertThat(job.awaitReason("Labeling").jobName()).isEqualTo(name);
      job.delete();
      job.awaitGone();
      assertThat(serviceStatus(name)).isEqualTo("Stopped");
    }
  }

  @Test
  void whatWasRefusedIsCorrectedWithoutAnotherRun() {
    JobObject job = new JobObject(namespace, site, "corrected");
    lab.quirks(
        "{\"faults\": [{\"operation\": \"CreateLabelingJob\", \"kind\": \"DENY\", \"times\": 0}]}");
    try (OperatorUnderTest operator = operator()) {
      job.apply("type: TextMultiClass", "texts");
      String reserved = job.awaitReason("AccessDenied").requestHash();
      job.apply(
          "type: TextMultiClass\ntitle: Corrected", "texts", "tags: {cost: a b}", "hold: false");
      lab.quirks("{}");
      LabelingJobStatus status = job.awaitReason("Labeling");
      assertThat(status.run()).isEqualTo(1);
      assertThat(status.requestHash()).isNotEqualTo(reserved);
      assertThat(paid("corrected")).isEqualTo(1);
    } finally {
      lab.quirks("{}");
    }
  }
}
