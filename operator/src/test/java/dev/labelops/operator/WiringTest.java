package dev.labelops.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WiringTest {
  @Test
  void noMeterOfTheSdkCarriesTheNameOfAnObject() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    var metrics = new Wiring().sdkMetrics(registry);
    LabelingJob job = new LabelingJob();
    job.setMetadata(new ObjectMetaBuilder().withName("logos").withNamespace("team-a").build());
    Map<String, Object> metadata = Map.of("controller.name", "labelingjob");

    metrics.receivedEvent(new Event(ResourceID.fromResource(job)), metadata);
    metrics.failedReconciliation(job, new IllegalStateException("no"), metadata);

    assertThat(registry.getMeters())
        .isNotEmpty()
        .allSatisfy(meter -> assertThat(meter.getId().toString()).doesNotContain("logos"));
  }

  @ParameterizedTest
  @ValueSource(
      classes = {LabelingWorkforce.class, LabelingDataset.class, LabelingJob.class, Status.class})
  void anEventOfAWatchIsReadAsWhatItIs(Class<? extends KubernetesResource> kind) {
    KubernetesSerialization serialization = new Wiring().serialization(new ObjectMapper());
    String event =
        """
        {"type": "MODIFIED",
         "object": {"apiVersion": "%s", "kind": "%s", "metadata": {"resourceVersion": "7"}}}
        """
            .formatted(kind == Status.class ? "v1" : "labelops.dev/v1alpha1", kind.getSimpleName());

    assertThat(serialization.unmarshal(event, WatchEvent.class).getObject()).isInstanceOf(kind);
  }
}
