package dev.labelops.install.kustomize;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The environment that a kubelet would give to a Pod's only container: ConfigMaps and Secrets whole
 * or by key, fields of the Pod, and {@code $(NAME)} of what stands before.
 */
final class ContainerEnvironment {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\((\\w+)\\)");

  private final KubernetesClient client;
  private final Pod pod;
  private final Map<String, String> environment = new LinkedHashMap<>();

  private ContainerEnvironment(KubernetesClient client, Pod pod) {
    this.client = client;
    this.pod = pod;
  }

  static Map<String, String> of(KubernetesClient client, Pod pod) {
    return new ContainerEnvironment(client, pod).resolve();
  }

  private Map<String, String> resolve() {
    Container container = pod.getSpec().getContainers().getFirst();
    for (EnvFromSource source : container.getEnvFrom()) {
      environment.putAll(
          source.getConfigMapRef() != null
              ? configMap(source.getConfigMapRef().getName())
              : secret(source.getSecretRef().getName()));
    }
    for (EnvVar variable : container.getEnv()) {
      environment.put(
          variable.getName(),
          variable.getValueFrom() == null
              ? expanded(variable.getValue())
              : value(variable.getValueFrom()));
    }
    return environment;
  }

  private String value(EnvVarSource source) {
    if (source.getConfigMapKeyRef() != null) {
      return configMap(source.getConfigMapKeyRef().getName())
          .get(source.getConfigMapKeyRef().getKey());
    }
    if (source.getSecretKeyRef() != null) {
      return secret(source.getSecretKeyRef().getName()).get(source.getSecretKeyRef().getKey());
    }
    return switch (source.getFieldRef().getFieldPath()) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      default -> throw new AssertionError("unknown field " + source.getFieldRef());
    };
  }

  private String expanded(String value) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(environment.getOrDefault(found.group(1), found.group())));
  }

  private Map<String, String> configMap(String name) {
    return client
        .configMaps()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(name)
        .require()
        .getData();
  }

  private Map<String, String> secret(String name) {
    Map<String, String> decoded = new LinkedHashMap<>();
    client
        .secrets()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(name)
        .require()
        .getData()
        .forEach(
            (key, value) ->
                decoded.put(
                    key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
    return decoded;
  }
}
