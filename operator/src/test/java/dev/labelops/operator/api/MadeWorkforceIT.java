package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.testcluster.ClusterNamespace;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server lets a user change once the workforce exists. */
class MadeWorkforceIT {
  @RegisterExtension static final ClusterNamespace NAMESPACE = new ClusterNamespace();

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
  private static Resource<LabelingWorkforce> workforce;

  @BeforeAll
  static void start() {
    NAMESPACE.cluster().applyCrds(Path.of("..", "crds"));
    LabelingWorkforce created =
        NAMESPACE
            .client()
            .resource(
                Serialization.unmarshal(
                    """
                    apiVersion: labelops.dev/v1alpha1
                    kind: LabelingWorkforce
                    metadata: {name: made, namespace: %s}
                    spec:
                      identity: {managedCognito: {organization: Example, contactEmail: ml@example.com}}
                      teams: [{name: logos}]
                    """
                        .formatted(NAMESPACE.name()),
                    LabelingWorkforce.class))
            .create();
    created.setStatus(
        Serialization.unmarshal(
            "---\n{observedGeneration: 1, workforceArn: 'arn:aws:sagemaker:eu-west-1:1:workforce/x'}",
            LabelingWorkforceStatus.class));
    NAMESPACE.client().resource(created).updateStatus();
    workforce = NAMESPACE.client().resource(created);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"identity": {"managedCognito": {"workforceName": "other"}}}  | an existing workforce cannot be renamed or moved to another user pool
          {"identity": {"managedCognito": null, "existing": {}}}        | an existing workforce cannot be renamed or moved to another user pool
          {"aws": {"region": "eu-west-2"}}                              | region and role of an existing workforce are fixed
          """)
  void whatTheServiceCannotChangeIsRefusedWithTheCure(String change, String message) {
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> workforce.dryRun().patch(MERGE, spec(change)));
    assertThat(refusal).as("%s was accepted", change).isNotNull();
    assertThat(refusal.getCode()).as(refusal.getMessage()).isEqualTo(422);
    assertThat(refusal.getMessage()).contains(message);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"teams": [{"name": "logos"}, {"name": "texts"}]}
          {"deletionPolicy": "Delete"}
          {"sourceCidrs": ["10.0.0.0/8"]}
          {"identity": {"managedCognito": {"contactEmail": "new@example.com"}}}
          """)
  void whatTheServiceCanChangeMayChange(String change) {
    assertThat(workforce.dryRun().patch(MERGE, spec(change))).isNotNull();
  }

  private static String spec(String change) {
    return "{\"spec\": " + change + "}";
  }
}
