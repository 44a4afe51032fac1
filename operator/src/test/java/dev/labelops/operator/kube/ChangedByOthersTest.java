package dev.labelops.operator.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which updates wake an object of each kind. */
class ChangedByOthersTest {
  private static HasMetadata object(Class<? extends HasMetadata> kind, String status) {
    return Serialization.unmarshal(
        """
        apiVersion: labelops.dev/v1alpha1
        kind: %s
        metadata: {name: it, generation: 3}
        """
                .formatted(kind.getSimpleName())
            + status,
        kind);
  }

  private static boolean wakes(HasMetadata before, HasMetadata now) {
    return new ChangedByOthers().accept(now, before);
  }

  @ParameterizedTest
  @ValueSource(classes = {LabelingJob.class, LabelingDataset.class, LabelingWorkforce.class})
  void aStatusThatWasLostIsWrittenAgain(Class<? extends HasMetadata> kind) {
    HasMetadata seen = object(kind, "status: {observedGeneration: 3}");

    assertThat(wakes(seen, object(kind, ""))).as("gone").isTrue();
    assertThat(wakes(seen, object(kind, "status: {}"))).as("empty").isTrue();
    assertThat(wakes(seen, object(kind, "status: {observedGeneration: -1}"))).isTrue();
    assertThat(wakes(seen, object(kind, "status: {observedGeneration: 2}"))).as("older").isTrue();
  }

  @ParameterizedTest
  @ValueSource(classes = {LabelingJob.class, LabelingDataset.class, LabelingWorkforce.class})
  void ourOwnWritesDoNotWakeUs(Class<? extends HasMetadata> kind) {
    HasMetadata seen = object(kind, "status: {observedGeneration: 3}");

    assertThat(wakes(object(kind, ""), seen)).as("the first").isFalse();
    assertThat(wakes(object(kind, "status: {observedGeneration: 2}"), seen)).isFalse();
    assertThat(wakes(seen, object(kind, "status: {observedGeneration: 3, conditions: []}")))
        .isFalse();
  }
}
