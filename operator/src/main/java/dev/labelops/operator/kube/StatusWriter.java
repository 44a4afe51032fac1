package dev.labelops.operator.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Optional;

/**
 * The only writer of status: a PUT of the status subresource that carries the resourceVersion of a
 * live read, so that two writers never overwrite each other unseen.
 */
public interface StatusWriter {
  /**
   * Writes the status of {@code resource}.
   *
   * @param resource as read, with the new status; metadata.resourceVersion is the fence
   * @return the object as stored, or empty when it changed or vanished since it was read: end the
   *     pass
   */
  <T extends HasMetadata> Optional<T> write(T resource);

  /** Writes to the API server. */
  static StatusWriter to(KubernetesClient client) {
    return new StatusWriter() {
      @Override
      public <T extends HasMetadata> Optional<T> write(T resource) {
        try {
          return Optional.of(client.resource(resource).updateStatus());
        } catch (KubernetesClientException e) {
          if (e.getCode() == 409 || e.getCode() == 404) {
            return Optional.empty();
          }
          throw e;
        }
      }
    };
  }
}
