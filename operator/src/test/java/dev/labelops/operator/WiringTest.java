package dev.labelops.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

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
}
