package dev.labelops.operator;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Passes over {@code metadata.managedFields} while reading: nobody here asks who owns a field, and
 * they are the larger part of what caches would hold. The API server keeps what an update does not
 * name.
 */
@Singleton
public class WithoutManagedFields implements KubernetesClientObjectMapperCustomizer {
  @JsonIgnoreProperties("managedFields")
  private interface Slim {}

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.addMixIn(ObjectMeta.class, Slim.class);
  }
}
