package dev.labelops.testcluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Applies CustomResourceDefinitions to a cluster. */
final class Crds {

  private static final Duration USABLE_WITHIN = Duration.ofSeconds(30);
  private static final Duration POLL_EVERY = Duration.ofMillis(50);

  private final KubernetesClient client;

  Crds(KubernetesClient client) {
    this.client = client;
  }

  void apply(Path folder) {
    List<GenericKubernetesResource> definitions = read(folder);
    if (definitions.isEmpty()) {
      throw new ClusterException("no CustomResourceDefinition in " + folder.toAbsolutePath());
    }
    for (GenericKubernetesResource definition : definitions) {
      client
          .resource(definition)
          .fieldManager("labelops-testcluster")
          .forceConflicts()
          .serverSideApply();
    }
    for (GenericKubernetesResource definition : definitions) {
      awaitUsable(definition.getMetadata().getName());
    }
  }

  /** Generic resources, so that no field is lost that the client's model does not know. */
  private static List<GenericKubernetesResource> read(Path folder) {
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .sorted()
          .map(Crds::parse)
          .filter(resource -> "CustomResourceDefinition".equals(resource.getKind()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the CRDs of " + folder.toAbsolutePath(), e);
    }
  }

  private static GenericKubernetesResource parse(Path file) {
    try {
      return Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** Established comes a moment before the resource is served, so the list is tried as well. */
  private void awaitUsable(String name) {
    Instant start = Instant.now();
    String seen = "nothing";
    while (Duration.between(start, Instant.now()).compareTo(USABLE_WITHIN) < 0) {
      CustomResourceDefinition definition =
          client.apiextensions().v1().customResourceDefinitions().withName(name).get();
      seen = conditions(definition);
      if (seen.contains("Established=True") && isListed(definition)) {
        return;
      }
      try {
        Thread.sleep(POLL_EVERY);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ClusterException("interrupted while waiting for " + name, e);
      }
    }
    throw new ClusterException(
        "the CRD %s was not usable within %d s; it said: %s"
            .formatted(name, USABLE_WITHIN.toSeconds(), seen));
  }

  private static String conditions(CustomResourceDefinition definition) {
    if (definition == null || definition.getStatus() == null) {
      return "no status";
    }
    return String.join(
        ", ",
        definition.getStatus().getConditions().stream()
            .map(c -> "%s=%s (%s)".formatted(c.getType(), c.getStatus(), c.getMessage()))
            .toList());
  }

  private boolean isListed(CustomResourceDefinition definition) {
    var spec = definition.getSpec();
    return spec.getVersions().stream()
        .filter(version -> version.getServed())
        .allMatch(
            version -> {
              String path =
                  "/apis/%s/%s/%s?limit=1"
                      .formatted(spec.getGroup(), version.getName(), spec.getNames().getPlural());
              try {
                return client.raw(path) != null;
              } catch (KubernetesClientException e) {
                return false;
              }
            });
  }
}
