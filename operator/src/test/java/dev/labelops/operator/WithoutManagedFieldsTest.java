package dev.labelops.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class WithoutManagedFieldsTest {
  @Test
  void theyAreNotReadAndEverythingElseIs() {
    ObjectMapper mapper = new ObjectMapper();
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, true);
    new WithoutManagedFields().customize(mapper);

    LabelingJob job =
        serialization.unmarshal(
            """
            {"apiVersion": "labelops.dev/v1alpha1", "kind": "LabelingJob",
             "metadata": {"name": "logos", "resourceVersion": "7", "unknown": 1,
               "managedFields": [{"manager": "kubectl", "fieldsV1": {"f:spec": {}}}]}}
            """,
            LabelingJob.class);

    assertThat(job.getMetadata().getManagedFields()).isEmpty();
    assertThat(job.getMetadata().getName()).isEqualTo("logos");
    assertThat(job.getMetadata().getResourceVersion()).isEqualTo("7");
    assertThat(serialization.asJson(job)).doesNotContain("managedFields");
  }
}
