package dev.labelops.image;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.CustomResourceDefinitionContext;
import io.fabric8.kubernetes.client.server.mock.KubernetesMixedDispatcher;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.ServerRequest;
import io.fabric8.mockwebserver.ServerResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.logging.Level;
import java.util.logging.Logger;

/** A Kubernetes API in memory that keeps what it is given; knows no schemas and no admission. */
record InMemoryCluster(KubernetesMockServer server, KubernetesClient client)
    implements AutoCloseable {
  static final String NAMESPACE = "labelops-system";

  static InMemoryCluster start() {
    Map<ServerRequest, Queue<ServerResponse>> answers = new HashMap<>();
    KubernetesMockServer server =
        new KubernetesMockServer(
            new Context(),
            new MockWebServer(),
            answers,
            new KubernetesMixedDispatcher(answers),
            true);
    Logger.getLogger(MockWebServer.class.getName()).setLevel(Level.WARNING);
    server.init();
    // Leader election asks what it may do before it begins.
    server
        .expect()
        .post()
        .withPath("/apis/authorization.k8s.io/v1/selfsubjectrulesreviews")
        .andReturn(201, everything())
        .always();
    for (String kind : new String[] {"LabelingWorkforce", "LabelingDataset", "LabelingJob"}) {
      server.expectCustomResource(
          new CustomResourceDefinitionContext.Builder()
              .withGroup("labelops.dev")
              .withVersion("v1alpha1")
              .withKind(kind)
              .withPlural(kind.toLowerCase(Locale.ROOT) + "s")
              .withScope("Namespaced")
              .withStatusSubresource(true)
              .build());
    }
    KubernetesClient client = server.createClient();
    for (String name : new String[] {"kube-system", NAMESPACE}) {
      client
          .namespaces()
          .resource(new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build())
          .create();
    }
    return new InMemoryCluster(server, client);
  }

  private static SelfSubjectRulesReview everything() {
    return new SelfSubjectRulesReviewBuilder()
        .withNewStatus()
        .withIncomplete(false)
        .addNewResourceRule()
        .withApiGroups("*")
        .withResources("*")
        .withVerbs("*")
        .endResourceRule()
        .endStatus()
        .build();
  }

  /** Writes a kubeconfig into the folder; its certificate is made for this run and not checked. */
  Path kubeconfig(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("kubeconfig"),
        """
        apiVersion: v1
        kind: Config
        current-context: training
        contexts: [{name: training, context: {cluster: training, user: training}}]
        clusters: [{name: training, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
        users: [{name: training, user: {token: training}}]
        """
            .formatted(client.getMasterUrl()));
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
