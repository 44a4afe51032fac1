package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.dataset.LabelingDatasetController;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.workforce.LabelingWorkforceController;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sagemaker.model.DescribeLabelingJobResponse;
import software.amazon.awssdk.services.sagemaker.model.LabelingJobSummary;

/** Jobs that name a LabelingWorkforce and a LabelingDataset, with all three controllers. */
class JobReferentsIT {
  /** Far less than a minute, after which a waiting job looks again without any event. */
  private static final Duration SOON = Duration.ofSeconds(25);

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();
  @TempDir static Path folder;
  private static LabelingLab lab;
  private static LabelingLab.Site site;
  private static OperatorUnderTest operator;

  @BeforeAll
  static void start() {
    lab = new LabelingLab(folder, Learner.NONE);
    site = lab.site("eu-west-1", 2);
    namespace.cluster().applyCrds(Path.of("../crds"));
    operator =
        OperatorUnderTest.start(
            namespace.client(),
            namespace.name(),
            site.settings(),
            CrashPoints.none(),
            List.of(
                LabelingWorkforceController::new,
                LabelingDatasetController::new,
                LabelingJobController::new));
  }

  @AfterAll
  static void stop() {
    operator.close();
    lab.close();
  }

  private static String workforce(String name, String team) {
    return """
    apiVersion: labelops.dev/v1alpha1
    kind: LabelingWorkforce
    metadata: {name: %s}
    spec:
      deletionPolicy: Delete
      identity: {existing: {}}
      teams: [{name: %s, members: [{email: %s}]}]
    """
        .formatted(name, team, LabelingLab.WORKER);
  }

  private static String dataset(String name, String bucket, String prefix) {
    return """
    apiVersion: labelops.dev/v1alpha1
    kind: LabelingDataset
    metadata: {name: %s}
    spec:
      bucket: {name: %s}
      source: {s3Prefix: {prefix: %s/}}
    """
        .formatted(name, bucket, prefix);
  }

  /** A job of the workforce and the data set that have the job's name. */
  private static String job(String name, String... more) {
    return """
    apiVersion: labelops.dev/v1alpha1
    kind: LabelingJob
    metadata: {name: %1$s}
    spec:
      workforceRef: {name: %1$s, team: %1$s-team}
      datasetRef: {name: %1$s}
      executionRoleArn: %2$s
      task:
        type: ImageMultiClass
        labels: [{name: DHL}, {name: RedBull}]
        workersPerObject: 1
      output: {uri: "s3://%3$s/output/"}
    %4$s
    """
        .formatted(
            name,
            LabelingLab.ROLE,
            site.bucket(),
            String.join("\n", more).indent(2).stripTrailing());
  }

  private static void apply(String yaml) {
    HasMetadata wish = namespace.client().getKubernetesSerialization().unmarshal(yaml);
    wish.getMetadata().setNamespace(namespace.name());
    namespace.client().resource(wish).forceConflicts().serverSideApply();
  }

  private static <T extends HasMetadata> Resource<T> resource(Class<T> kind, String name) {
    return namespace.client().resources(kind).inNamespace(namespace.name()).withName(name);
  }

  private static JobObject object(String name) {
    return new JobObject(namespace, site, name);
  }

  private static void putImage(String key) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      clients
          .s3(clients.scope(null))
          .putObject(b -> b.bucket(site.bucket()).key(key), LabelingLab.image());
    }
  }

  private static void refresh(String dataset, String token) {
    resource(LabelingDataset.class, dataset)
        .edit(
            found -> {
              found.getMetadata().setAnnotations(new HashMap<>());
              found.getMetadata().getAnnotations().put(Annotations.REFRESH, token);
              return found;
            });
  }

  private static LabelingDataset awaitDataset(String name, Predicate<LabelingDataset> reached) {
    Resource<LabelingDataset> resource = resource(LabelingDataset.class, name);
    try {
      return Awaitility.await()
          .atMost(SOON)
          .until(resource::get, found -> found.getStatus() != null && reached.test(found));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("saw " + Serialization.asYaml(resource.get()), e);
    }
  }

  /** Waits until the job reports it by itself. */
  private static void awaitSaid(String name, String reason, String message) {
    try {
      Awaitility.await()
          .atMost(SOON)
          .until(
              () ->
                  Conditions.find(object(name).get().getStatus().conditions(), ConditionType.Ready)
                      .filter(ready -> ready.reason().equals(reason))
                      .filter(ready -> ready.message().contains(message))
                      .isPresent());
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "waited for '" + message + "' and saw " + Serialization.asYaml(object(name).get()), e);
    }
  }

  private static DescribeLabelingJobResponse described(String jobName) {
    try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
      return clients
          .sageMaker(clients.scope(null))
          .describeLabelingJob(b -> b.labelingJobName(jobName));
    }
  }

  private static List<LabelingJobSummary> paid(String object) {
    return lab.jobs(site).stream()
        .filter(found -> found.labelingJobName().startsWith(object + "-"))
        .toList();
  }

  @Test
  void itWaitsForEachAndStartsByItselfWithTheInputPinned() {
    apply(job("grown"));
    awaitSaid("grown", "WaitingForWorkforce", "does not exist in this namespace: apply it.");
    assertThat(
            Conditions.find(
                object("grown").get().getStatus().conditions(), ConditionType.InputsReady))
        .get()
        .extracting(Condition::status)
        .isEqualTo("False");

    apply(workforce("grown", "another-team"));
    awaitSaid("grown", "WaitingForWorkforce", "has no team 'grown-team': add it there");

    apply(workforce("grown", "grown-team"));
    awaitSaid("grown", "WaitingForDataset", "does not exist in this namespace: apply it.");

    apply(dataset("grown", site.bucket(), "grown"));
    awaitSaid("grown", "WaitingForDataset", "is not ready yet.");
    assertThat(paid("grown")).isEmpty();

    putImage("grown/1.png");
    putImage("grown/2.png");
    refresh("grown", "two");
    awaitSaid("grown", "Labeling", "");
    LabelingDataset two = resource(LabelingDataset.class, "grown").get();
    Input pinned = object("grown").get().getStatus().input();
    assertThat(pinned.manifestUri()).isEqualTo(two.getStatus().manifestUri());
    assertThat(pinned.manifestSha256()).isEqualTo(two.getStatus().manifestSha256());
    assertThat(pinned.objectCount()).isEqualTo(2);

    putImage("grown/3.png");
    refresh("grown", "three");
    LabelingDataset three =
        awaitDataset("grown", found -> Long.valueOf(3).equals(found.getStatus().objectCount()));
    assertThat(three.getStatus().manifestUri()).isNotEqualTo(pinned.manifestUri());
    try (LabelingWorker worker = lab.worker(site)) {
      LabelingJobStatus ended = object("grown").await("ResultsComplete", "True");
      assertThat(ended.counters().objects()).isEqualTo(2);
      assertThat(ended.counters().humanLabeled()).isEqualTo(2);
      assertThat(ended.input()).as("the manifest of the start").isEqualTo(pinned);
      assertThat(
              described(ended.jobName()).inputConfig().dataSource().s3DataSource().manifestS3Uri())
          .isEqualTo(pinned.manifestUri());
      assertThat(paid("grown")).as("one job").hasSize(1);
    }
  }

  @Test
  void teamAndDataSetOfTwoRegionsAreRefused() {
    LabelingLab.Site elsewhere = lab.site("eu-central-1", 1);
    apply(workforce("apart", "apart-team"));
    apply(dataset("apart", elsewhere.bucket(), "images") + "  aws: {region: eu-central-1}\n");
    awaitDataset(
        "apart", found -> Conditions.isTrue(found.getStatus().conditions(), ConditionType.Ready));

    apply(job("apart"));

    awaitSaid(
        "apart",
        "InvalidSpec",
        "spec.datasetRef.name is 'apart', but its bucket is in eu-central-1 and the team in"
            + " eu-west-1: use a data set and a team of one region.");
    assertThat(
            Conditions.isTrue(
                object("apart").get().getStatus().conditions(), ConditionType.Stalled))
        .isTrue();
    assertThat(paid("apart")).isEmpty();
    assertThat(lab.jobs(elsewhere)).isEmpty();
  }

  @Test
  void resultsNeverBecomeInput() {
    putImage("circle/1.png");
    putImage("circle/out/2.png");
    apply(job("circle", "hold: true").replace("/output/", "/circle/out/"));
    awaitSaid("circle", "Held", "");

    apply(dataset("circle", site.bucket(), "circle"));

    LabelingDataset found = awaitDataset("circle", seen -> seen.getStatus().objectCount() != null);
    assertThat(found.getStatus().objectCount()).as("the job's output is left out").isEqualTo(1);
    awaitSaid(
        "circle",
        "InvalidSpec",
        "spec.output.uri is 's3://"
            + site.bucket()
            + "/circle/out/', but it is below the source s3://"
            + site.bucket()
            + "/circle/ of LabelingDataset 'circle'");
    assertThat(paid("circle")).isEmpty();
  }

  @Test
  void aRunningJobHoldsUpTheDeletionOfItsTeam() {
    putImage("busy/1.png");
    apply(workforce("busy", "busy-team"));
    apply(dataset("busy", site.bucket(), "busy"));
    apply(job("busy"));
    awaitSaid("busy", "Labeling", "");
    String jobName = object("busy").get().getStatus().jobName();

    resource(LabelingWorkforce.class, "busy").delete();

    Condition blocked =
        Awaitility.await()
            .atMost(SOON)
            .until(
                () ->
                    Conditions.find(
                        resource(LabelingWorkforce.class, "busy").get().getStatus().conditions(),
                        ConditionType.DeletionBlocked),
                java.util.Optional::isPresent)
            .orElseThrow();
    assertThat(blocked.status()).isEqualTo("True");
    assertThat(blocked.message())
        .isEqualTo(
            "Work team 'busy-team' is still used by labeling jobs '"
                + jobName
                + "'. Wait for them or stop them, or set deletionPolicy: Retain.");
    assertThat(described(jobName).labelingJobStatusAsString()).isEqualTo("InProgress");

    apply(job("busy", "stop: true"));

    Awaitility.await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(resource(LabelingWorkforce.class, "busy").get()).isNull());
    assertThat(described(jobName).labelingJobStatusAsString()).isEqualTo("Stopped");
    object("busy").delete();
    object("busy").awaitGone();
  }
}
