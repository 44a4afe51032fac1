package dev.labelops.operator.pass;

import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.kube.EventRecorder;
import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.dataset.LabelingDatasetController;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.job.LabelingJobController;
import dev.labelops.operator.metrics.Metrics;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.workforce.LabelingWorkforceController;
import dev.labelops.testcluster.SharedCluster;
import dev.labelops.testcluster.TestCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A fault of the operator itself, here that it has no AWS clients, is a failed look of every kind:
 * told after three, once, and paced; not a silent retry.
 */
class GuardedPassIT {
  private static final String OBJECTS =
      """
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingWorkforce
      metadata: {name: it, finalizers: [labelops.dev/workforce]}
      spec:
        identity: {existing: {}}
        deletionPolicy: Delete
        teams:
        - name: readers
          members: [{email: reader@example.com}]
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingDataset
      metadata: {name: it}
      spec:
        bucket: {name: texts}
        mediaType: Text
        source: {manifest: {uri: "s3://texts/in.manifest"}}
      ---
      apiVersion: labelops.dev/v1alpha1
      kind: LabelingJob
      metadata: {name: it, finalizers: [labelingjobs.labelops.dev/finalizer]}
      spec:
        workteamArn: arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/readers
        manifestUri: "s3://texts/in.manifest"
        executionRoleArn: arn:aws:iam::000000000000:role/GroundTruthExecution
        task: {type: TextMultiClass, labels: [{name: calm}, {name: angry}]}
        output: {uri: "s3://texts/out/"}
      """;

  private static TestCluster cluster;

  @BeforeAll
  static void start() {
    cluster = SharedCluster.get();
    cluster.applyCrds(Path.of("..", "crds"));
  }

  private final KubernetesClient kubernetes = cluster.adminClient();
  private final String namespace = cluster.createNamespace("guarded");

  private Platform withoutAws() {
    OperatorSettings settings = TestSettings.of(URI.create("http://127.0.0.1:1"), "eu-west-1");
    return new Platform(
        kubernetes,
        settings,
        "test-installation",
        null,
        StatusWriter.to(kubernetes),
        new EventRecorder(kubernetes, Clock.systemUTC()),
        Clock.systemUTC(),
        () -> true,
        new CallBudget(1000),
        new Metrics(new SimpleMeterRegistry()));
  }

  private <T extends HasMetadata> T applied(Class<T> kind) {
    kubernetes
        .load(new ByteArrayInputStream(OBJECTS.getBytes(StandardCharsets.UTF_8)))
        .inNamespace(namespace)
        .serverSideApply();
    return read(kind);
  }

  private <T extends HasMetadata> T read(Class<T> kind) {
    return kubernetes.resources(kind).inNamespace(namespace).withName("it").get();
  }

  private <T extends HasMetadata> void isAFailedLook(
      Class<T> kind, Function<T, Duration> pass, Function<T, List<Condition>> conditions) {
    T object = applied(kind);
    List<Duration> pauses = new ArrayList<>();
    for (int look = 1; look <= 5; look++) {
      pauses.add(pass.apply(object));
      object = read(kind);
      assertThat(Conditions.find(conditions.apply(object), ConditionType.Synced).isPresent())
          .as("told after look %d", look)
          .isEqualTo(look >= 3);
    }
    Condition synced =
        Conditions.find(conditions.apply(object), ConditionType.Synced).orElseThrow();
    assertThat(synced.status()).isEqualTo("Unknown");
    assertThat(synced.reason()).isEqualTo("OperatorFault");
    assertThat(synced.message())
        .startsWith("LabelOps itself has failed since 20")
        .contains("NullPointerException", "line ");
    assertThat(Conditions.find(conditions.apply(object), ConditionType.Ready))
        .as("no pass has finished: nothing is known")
        .hasValueSatisfying(ready -> assertThat(ready.status()).isEqualTo("False"));
    assertThat(pauses.get(4)).isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
    assertThat(faults(kind.getSimpleName()))
        .filteredOn(event -> event.getMessage().equals(synced.message()))
        .hasSize(1);
  }

  private List<Event> faults(String kind) {
    return kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getKind().equals(kind))
        .filter(event -> event.getReason().equals("OperatorFault"))
        .filter(event -> event.getType().equals("Warning"))
        .toList();
  }

  @Test
  void ofADataSet() {
    LabelingDatasetController controller = new LabelingDatasetController(withoutAws());
    isAFailedLook(
        LabelingDataset.class,
        object -> pause(controller::reconcile, object),
        object -> object.getStatus() == null ? null : object.getStatus().conditions());
  }

  @Test
  void ofAWorkforce() {
    LabelingWorkforceController controller = new LabelingWorkforceController(withoutAws());
    isAFailedLook(
        LabelingWorkforce.class,
        object -> pause(controller::reconcile, object),
        object -> object.getStatus() == null ? null : object.getStatus().conditions());
  }

  @Test
  void ofAJob() {
    LabelingJobController controller = new LabelingJobController(withoutAws());
    isAFailedLook(
        LabelingJob.class,
        object -> pause(controller::reconcile, object),
        object -> object.getStatus() == null ? null : object.getStatus().conditions());
  }

  @Test
  void anErrorIsCountedAndAGoodPassEndsTheCount() {
    LabelingDataset object = applied(LabelingDataset.class);
    List<Integer> looks = new ArrayList<>();
    GuardedPass<LabelingDataset> guarded =
        new GuardedPass<>(withoutAws(), (live, missed, now) -> looks.add(missed.looks()));
    Supplier<String> bad =
        () -> {
          throw new StackOverflowError();
        };

    assertThat(guarded.run(object, bad, next -> "again")).isEqualTo("again");
    guarded.run(object, bad, next -> "again");
    assertThat(guarded.run(object, () -> "good", next -> "again")).isEqualTo("good");
    guarded.run(object, bad, next -> "again");

    assertThat(looks).containsExactly(1, 2, 1);
  }

  @Test
  void ofAWorkforceThatIsToGo() {
    LabelingWorkforceController controller = new LabelingWorkforceController(withoutAws());
    LabelingWorkforce object = applied(LabelingWorkforce.class);
    kubernetes.resource(object).delete();
    object = read(LabelingWorkforce.class);
    for (int look = 1; look <= 3; look++) {
      assertThat(controller.cleanup(object, null).isRemoveFinalizer()).isFalse();
    }
    assertThat(read(LabelingWorkforce.class).getStatus().conditions())
        .anySatisfy(
            condition -> {
              assertThat(condition.type()).isEqualTo("DeletionBlocked");
              assertThat(condition.reason()).isEqualTo("OperatorFault");
            });
  }

  private static <T extends HasMetadata> Duration pause(
      BiFunction<
              T,
              io.javaoperatorsdk.operator.api.reconciler.Context<T>,
              io.javaoperatorsdk.operator.api.reconciler.UpdateControl<T>>
          reconcile,
      T object) {
    return Duration.ofMillis(reconcile.apply(object, null).getScheduleDelay().orElseThrow());
  }
}
