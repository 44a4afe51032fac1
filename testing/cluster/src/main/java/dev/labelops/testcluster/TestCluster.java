package dev.labelops.testcluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A real Kubernetes API server for tests and for {@code make up}.
 *
 * <p>Where it comes from: {@link ClusterSelection}. Whatever is started here ends with {@link
 * #close} and, at the latest, with the JVM.
 */
public final class TestCluster implements AutoCloseable {

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(24);

  private final ControlPlane controlPlane;
  private final ClusterOptions options;
  private final KubernetesClient admin;

  private TestCluster(ControlPlane controlPlane, ClusterOptions options) {
    this.controlPlane = controlPlane;
    this.options = options;
    this.admin = new KubernetesClientBuilder().withConfig(controlPlane.adminConfig()).build();
  }

  /** The project's cache: {@code LABELOPS_CACHE}, else {@code labelops} in the user's cache. */
  public static Path cache() {
    return KubeBuild.defaultCache(System.getenv());
  }

  /** A cluster with the default options. */
  public static TestCluster start() {
    return start(ClusterOptions.defaults());
  }

  /**
   * Chooses and starts a cluster, and returns when its API server is ready. The first start on a
   * machine without Docker builds the API server, which takes minutes.
   *
   * @throws ClusterException when there is no way to a cluster, or it does not become ready
   */
  public static TestCluster start(ClusterOptions options) {
    KubeBuild build = new KubeBuild(KubeBuild.defaultCache(System.getenv()));
    Environment here = Environment.ofThisMachine(build);
    ClusterSelection selection = ClusterSelection.choose(here, options.controllerManager());
    selection.remarks().forEach(Progress::say);
    try {
      Files.createDirectories(options.logs());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder for logs", e);
    }
    if (selection.choice() instanceof ClusterChoice.K3s(String image)) {
      try {
        return new TestCluster(K3sCluster.start(image, options.logs()), options);
      } catch (RuntimeException e) {
        var refused =
            new DockerAnswer.Unusable(
                "it does not start: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        selection = ClusterSelection.choose(here.withDocker(refused), options.controllerManager());
        selection.remarks().forEach(Progress::say);
      }
    }
    return new TestCluster(start(selection, build, options), options);
  }

  private static ControlPlane start(
      ClusterSelection selection, KubeBuild build, ClusterOptions options) {
    return switch (selection.choice()) {
      case ClusterChoice.Given(Path kubeconfig) -> new GivenCluster(kubeconfig);
      case ClusterChoice.Assets(Path folder) ->
          ProcessCluster.start(new KubeBinaries(folder), options);
      case ClusterChoice.Built built -> ProcessCluster.start(build.get(), options);
      case ClusterChoice.None none ->
          throw new ClusterException(String.join("\n", selection.remarks()));
      case ClusterChoice.K3s k3s -> K3sCluster.start(k3s.image(), options.logs());
    };
  }

  /** Which kind of cluster this is, in a few words. */
  public String description() {
    return controlPlane.description();
  }

  /** A client with all rights; closed with the cluster. */
  public KubernetesClient adminClient() {
    return admin;
  }

  /** The administrator's kubeconfig as YAML. */
  public String kubeconfig() {
    return controlPlane.adminKubeconfig();
  }

  /** Writes the administrator's kubeconfig to a file that only its owner can read. */
  public void kubeconfig(Path file) {
    SecretFile.write(file, kubeconfig());
  }

  /**
   * A kubeconfig for a service account, with a token from the TokenRequest API that lives 24 hours.
   *
   * @throws io.fabric8.kubernetes.client.KubernetesClientException when there is no such account
   */
  public String kubeconfigFor(String namespace, String serviceAccount) {
    TokenRequest wish =
        new TokenRequestBuilder()
            .withNewSpec()
            .withExpirationSeconds(TOKEN_LIFETIME.toSeconds())
            .endSpec()
            .build();
    TokenRequest answer =
        admin.serviceAccounts().inNamespace(namespace).withName(serviceAccount).tokenRequest(wish);
    return Kubeconfig.withToken(admin.getConfiguration(), answer.getStatus().getToken());
  }

  /** A client that has the rights of a service account; the caller closes it. */
  public KubernetesClient clientFor(String namespace, String serviceAccount) {
    return client(kubeconfigFor(namespace, serviceAccount));
  }

  /** Makes a namespace with a name of its own that starts with {@code prefix}. */
  public String createNamespace(String prefix) {
    return admin
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withGenerateName(prefix + "-")
                .endMetadata()
                .build())
        .create()
        .getMetadata()
        .getName();
  }

  /**
   * Applies every CustomResourceDefinition of a folder's YAML files with server-side apply and
   * waits until its resources can be listed.
   *
   * @throws ClusterException when that takes longer than 30 s
   */
  public void applyCrds(Path folder) {
    new Crds(admin).apply(folder);
  }

  /** Whether this kind of cluster lets its audit log be read. */
  public boolean hasAuditLog() {
    return controlPlane.auditLog().isPresent();
  }

  /**
   * What the API server was asked so far, in order.
   *
   * @throws ClusterException when this kind of cluster has no audit log to read
   */
  public List<AuditEvent> auditEvents() {
    Path log =
        controlPlane
            .auditLog()
            .orElseThrow(() -> new ClusterException(description() + " has no audit log to read"));
    ObjectMapper json = new ObjectMapper();
    List<AuditEvent> events = new ArrayList<>();
    try (var lines = Files.lines(log)) {
      for (String line : (Iterable<String>) lines::iterator) {
        JsonNode event = json.readTree(line);
        events.add(AuditEvent.of(event));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the audit log " + log, e);
    }
    return events;
  }

  /** The folder with the logs of the cluster's processes and its audit log. */
  public Path logs() {
    return options.logs();
  }

  @Override
  public void close() {
    admin.close();
    controlPlane.close();
  }

  private static KubernetesClient client(String kubeconfig) {
    return new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(kubeconfig)).build();
  }
}
