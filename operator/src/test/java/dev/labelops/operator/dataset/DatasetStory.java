package dev.labelops.operator.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.harness.CrashPoints;
import dev.labelops.operator.harness.OperatorUnderTest;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** One data set named {@code images} in a namespace, and what a test does with it. */
record DatasetStory(KubernetesClient kubernetes, String namespace, OperatorSettings settings) {
  OperatorUnderTest operator(CrashPoints calls) {
    return OperatorUnderTest.start(
        kubernetes, namespace, settings, calls, List.of(LabelingDatasetController::new));
  }

  OperatorUnderTest operator() {
    return operator(CrashPoints.none());
  }

  void apply(String specYaml) {
    apply("images", specYaml);
  }

  void apply(String name, String specYaml) {
    LabelingDataset dataset = Datasets.of(specYaml);
    dataset.getMetadata().setName(name);
    dataset.getMetadata().setNamespace(namespace);
    dataset.getMetadata().setUid(null);
    dataset.getMetadata().setGeneration(null);
    kubernetes.resource(dataset).forceConflicts().serverSideApply();
  }

  void refresh(String token) {
    annotate(Annotations.REFRESH, token);
  }

  void annotate(String key, String value) {
    resource()
        .edit(
            dataset -> {
              dataset
                  .getMetadata()
                  .setAnnotations(
                      dataset.getMetadata().getAnnotations() == null
                          ? new HashMap<>()
                          : dataset.getMetadata().getAnnotations());
              dataset.getMetadata().getAnnotations().put(key, value);
              return dataset;
            });
  }

  LabelingDataset get() {
    return resource().require();
  }

  private Resource<LabelingDataset> resource() {
    return kubernetes.resources(LabelingDataset.class).inNamespace(namespace).withName("images");
  }

  /** Waits for a Ready of the given status and reason, for example {@code True Available}. */
  LabelingDataset await(String ready) {
    return await(ready, dataset -> says(dataset, ConditionType.Ready).equals(ready));
  }

  LabelingDataset await(String what, Predicate<LabelingDataset> condition) {
    try {
      Awaitility.await()
          // A simulated crash ends an operator thread; only the condition counts.
          .dontCatchUncaughtExceptions()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> condition.test(get()));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("not " + what + " in time: " + get().getStatus(), e);
    }
    return get();
  }

  static String says(LabelingDataset dataset, ConditionType type) {
    return condition(dataset, type).map(c -> c.status() + " " + c.reason()).orElse("absent");
  }

  static String message(LabelingDataset dataset, ConditionType type) {
    return condition(dataset, type).map(Condition::message).orElse("");
  }

  private static Optional<Condition> condition(LabelingDataset dataset, ConditionType type) {
    return Optional.ofNullable(dataset.getStatus())
        .flatMap(status -> Conditions.find(status.conditions(), type));
  }

  /** Events follow the status that they tell of. */
  void awaitEvents(String... expected) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(() -> assertThat(events()).containsExactlyInAnyOrder(expected));
  }

  /** Reasons of the Events about the data set, oldest first. */
  List<String> events() {
    return kubernetes.v1().events().inNamespace(namespace).list().getItems().stream()
        .filter(event -> event.getInvolvedObject().getName().equals("images"))
        .map(event -> event.getType() + " " + event.getReason())
        .toList();
  }
}
