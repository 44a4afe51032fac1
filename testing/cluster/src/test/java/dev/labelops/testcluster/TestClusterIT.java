package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TestClusterIT {

  private static final Path CRDS = Path.of("src/test/resources/crds");

  @RegisterExtension static final ClusterNamespace namespace = new ClusterNamespace();

  private final TestCluster cluster = namespace.cluster();

  @BeforeAll
  static void applyCrds() {
    namespace.cluster().applyCrds(CRDS);
  }

  @Test
  void validationRulesOfAnAppliedCrdAreInForce() {
    assertThat(create(cluster.adminClient(), "good", 3).getMetadata().getUid()).isNotEmpty();
    assertThatThrownBy(() -> create(cluster.adminClient(), "bad", 0))
        .isInstanceOf(KubernetesClientException.class)
        .hasMessageContaining("size is a count of at least 1");
  }

  @Test
  void crdsCanBeAppliedAgain() {
    cluster.applyCrds(CRDS);
  }

  @Test
  void aFolderWithoutCrdsIsNamed(@TempDir Path empty) {
    assertThatThrownBy(() -> cluster.applyCrds(empty))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(empty.toString());
  }

  @Test
  void aServiceAccountHasTheRightsOfItsRoleAndNoMoreAndTheAuditLogTellsBoth() {
    KubernetesClient admin = cluster.adminClient();
    admin
        .resource(
            new ServiceAccountBuilder().withNewMetadata().withName("reader").endMetadata().build())
        .inNamespace(namespace.name())
        .create();
    admin
        .resource(
            new RoleBuilder()
                .withNewMetadata()
                .withName("reader")
                .endMetadata()
                .addNewRule()
                .withApiGroups("testcluster.labelops.dev")
                .withResources("widgets")
                .withVerbs("list")
                .endRule()
                .build())
        .inNamespace(namespace.name())
        .create();
    admin
        .resource(
            new RoleBindingBuilder()
                .withNewMetadata()
                .withName("reader")
                .endMetadata()
                .withNewRoleRef("rbac.authorization.k8s.io", "Role", "reader")
                .addNewSubject()
                .withKind("ServiceAccount")
                .withName("reader")
                .withNamespace(namespace.name())
                .endSubject()
                .build())
        .inNamespace(namespace.name())
        .create();
    String user = "system:serviceaccount:%s:reader".formatted(namespace.name());

    try (KubernetesClient reader = cluster.clientFor(namespace.name(), "reader")) {
      assertThat(
              reader
                  .genericKubernetesResources("testcluster.labelops.dev/v1", "Widget")
                  .inNamespace(namespace.name())
                  .list()
                  .getItems())
          .isNotNull();
      assertThatThrownBy(() -> create(reader, "forbidden", 1))
          .isInstanceOf(KubernetesClientException.class)
          .hasMessageContaining(user);
    }

    assumeTrue(cluster.hasAuditLog(), "this kind of cluster has no audit log to read");
    assertThat(cluster.auditEvents().stream().filter(event -> event.user().equals(user)))
        .anySatisfy(
            event -> {
              assertThat(event.verb()).isEqualTo("list");
              assertThat(event.resource()).isEqualTo("widgets");
              assertThat(event.decision()).isEqualTo("allow");
              assertThat(event.code()).isEqualTo(200);
            })
        .anySatisfy(
            event -> {
              assertThat(event.verb()).isEqualTo("create");
              assertThat(event.decision()).isEqualTo("forbid");
              assertThat(event.code()).isEqualTo(403);
            });
  }

  @Test
  void theKubeconfigFileIsReadableByItsOwnerOnly(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("made/kubeconfig");

    cluster.kubeconfig(file);

    assertThat(Config.fromKubeconfig(file.toFile()).getMasterUrl())
        .isEqualTo(cluster.adminClient().getConfiguration().getMasterUrl());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  private static GenericKubernetesResource create(KubernetesClient client, String name, int size) {
    String yaml =
        """
        apiVersion: testcluster.labelops.dev/v1
        kind: Widget
        metadata: {name: %s}
        spec: {size: %d}
        """
            .formatted(name, size);
    return client
        .resource(Serialization.unmarshal(yaml, GenericKubernetesResource.class))
        .inNamespace(namespace.name())
        .create();
  }
}
