package dev.labelops.operator.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.dataset.LabelingDatasetController;
import dev.labelops.operator.harness.TestSettings;
import dev.labelops.operator.job.LabelingJobController;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What every kind has of the pass. A fault of the operator itself, here that it has no AWS clients,
 * is a failed look: reported after three, once, and paced; not a silent retry. A paused object is
 * not looked at.
 */
class PassIT {
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
    return withoutAws(() -> true);
  }

  private Platform withoutAws(BooleanSupplier leading) {
    OperatorSettings settings = TestSettings.of(URI.create("http://127.0.0.1:1"), "eu-west-1");
    return new Platform(
        kubernetes,
        settings,
        "test-installation",
        null,
        StatusWriter.to(kubernetes),
        new EventRecorder(kubernetes, Clock.systemUTC()),
        Clock.systemUTC(),
        leading,
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
    Scripted kind = new Scripted();
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(), kind);

    kind.fault = new StackOverflowError();
    Duration first = pause(pass, object);
    Duration second = pause(pass, object);
    kind.fault = null;
    assertThat(pass.reconcile(object).getScheduleDelay()).contains(Scripted.NEXT.toMillis());
    kind.fault = new StackOverflowError();
    Duration afterAGoodOne = pause(pass, object);

    assertThat(first).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
    assertThat(second).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    assertThat(afterAGoodOne).isBetween(Duration.ofMillis(500), Duration.ofSeconds(1));
  }

  @Test
  void aFailedCallIsCountedAndPaced() {
    LabelingDataset object = applied(LabelingDataset.class);
    Scripted kind = new Scripted();
    kind.failure =
        Optional.of(
            new CloudFailure(ErrorClass.TRANSIENT, "s3:ListBucket", "X", "no answer", null));
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(), kind);

    assertThat(pause(pass, object)).isLessThanOrEqualTo(Duration.ofSeconds(1));
    pause(pass, object);
    pause(pass, object);

    assertThat(
            Conditions.find(
                read(LabelingDataset.class).getStatus().conditions(), ConditionType.Synced))
        .hasValueSatisfying(
            synced -> assertThat(synced.message()).startsWith("s3:ListBucket has failed since 20"));
    assertThat(pause(pass, object)).isGreaterThanOrEqualTo(Duration.ofSeconds(4));
  }

  @Test
  void aStatusThatSomebodyElseWroteFirstEndsThePass() {
    LabelingDataset object = applied(LabelingDataset.class);
    Scripted kind = new Scripted();
    kind.whileActing =
        () ->
            kubernetes
                .resource(read(LabelingDataset.class))
                .edit(
                    other -> {
                      other.getMetadata().setAnnotations(Map.of("somebody", "else"));
                      return other;
                    });
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(), kind);

    assertThat(pause(pass, object)).isLessThan(Duration.ofSeconds(1));
    assertThat(kind.written).as("nothing counts as seen").isZero();

    kind.whileActing = () -> {};
    assertThat(pause(pass, object)).isEqualTo(Scripted.NEXT);
    assertThat(kind.written).isEqualTo(1);
    assertThat(kind.closed).as("each look is closed").isEqualTo(2);
  }

  @Test
  void whoDoesNotLeadDoesNothing() {
    LabelingDataset object = applied(LabelingDataset.class);
    Scripted kind = new Scripted();
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(() -> false), kind);

    assertThat(pass.reconcile(object).getScheduleDelay()).isEmpty();
    assertThat(kind.looks).isZero();
  }

  @Test
  void anObjectThatIsGoneIsForgotten() {
    LabelingDataset object = applied(LabelingDataset.class);
    kubernetes.resource(object).delete();
    Scripted kind = new Scripted();
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(), kind);

    assertThat(pass.reconcile(object).getScheduleDelay()).isEmpty();
    assertThat(kind.forgotten).isEqualTo(1);
    assertThat(kind.looks).isZero();
  }

  @Test
  void aPausedObjectIsNotLookedAt() {
    applied(LabelingDataset.class);
    LabelingDataset object = annotated(LabelingDataset.class, "labelops.dev/reconcile", "paused");
    Scripted kind = new Scripted();
    Pass<LabelingDataset, ?, ?, ?, ?> pass = new Pass<>(withoutAws(), kind);

    assertThat(pass.reconcile(object).getScheduleDelay()).isEmpty();
    assertThat(kind.looks).isZero();
    assertThat(read(LabelingDataset.class).getStatus().region()).isEqualTo("frozen");
  }

  @Test
  void aPausedObjectOfEachKindSaysSoAndNeedsNoAws() {
    applied(LabelingJob.class);
    LabelingJob job = annotated(LabelingJob.class, "labelops.dev/reconcile", "paused");
    new LabelingJobController(withoutAws()).reconcile(job, null);
    LabelingWorkforce workforce =
        annotated(LabelingWorkforce.class, "labelops.dev/reconcile", "paused");
    new LabelingWorkforceController(withoutAws()).reconcile(workforce, null);
    LabelingDataset dataset = annotated(LabelingDataset.class, "labelops.dev/reconcile", "paused");
    new LabelingDatasetController(withoutAws()).reconcile(dataset, null);

    assertThat(
            List.of(
                read(LabelingJob.class).getStatus().conditions(),
                read(LabelingWorkforce.class).getStatus().conditions(),
                read(LabelingDataset.class).getStatus().conditions()))
        .allSatisfy(
            conditions ->
                assertThat(Conditions.find(conditions, ConditionType.Reconciling))
                    .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo("Paused")));
  }

  @Test
  void aPausedWorkforceThatIsToGoWaitsUntilItIsLetGoWithoutALook() {
    applied(LabelingWorkforce.class);
    LabelingWorkforce paused =
        annotated(LabelingWorkforce.class, "labelops.dev/reconcile", "paused");
    kubernetes.resource(paused).delete();
    LabelingWorkforceController controller = new LabelingWorkforceController(withoutAws());

    assertThat(controller.cleanup(read(LabelingWorkforce.class), null).isRemoveFinalizer())
        .isFalse();
    assertThat(
            Conditions.find(
                read(LabelingWorkforce.class).getStatus().conditions(),
                ConditionType.DeletionBlocked))
        .hasValueSatisfying(c -> assertThat(c.reason()).isEqualTo("Paused"));

    LabelingWorkforce letGo =
        annotated(LabelingWorkforce.class, "labelops.dev/force-orphan", "true");
    assertThat(controller.cleanup(letGo, null).isRemoveFinalizer()).isTrue();
  }

  private <T extends HasMetadata> T annotated(Class<T> kind, String name, String value) {
    return kubernetes
        .resource(read(kind))
        .edit(
            object -> {
              Map<String, String> annotations =
                  new HashMap<>(
                      Optional.ofNullable(object.getMetadata().getAnnotations()).orElse(Map.of()));
              annotations.put(name, value);
              object.getMetadata().setAnnotations(annotations);
              return object;
            });
  }

  private static Duration pause(Pass<LabelingDataset, ?, ?, ?, ?> pass, LabelingDataset object) {
    return Duration.ofMillis(pass.reconcile(object).getScheduleDelay().orElseThrow());
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
