package dev.labelops.install.chart;

import dev.labelops.testcluster.TestCluster;
import dev.labelops.testcluster.TiedProcess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs what pods of the cluster would run, where no kubelet does it: the packaged programs with the
 * environment, the mounted files and the ServiceAccount of the pod as the API server has it. Only
 * addresses and paths become local ones.
 *
 * @param cluster where the pod is
 * @param folder for mounted files and kubeconfig; kept between starts, as a volume is
 * @param logs gets a log for each pod
 * @param local local addresses for addresses of the cluster
 */
record PodNode(TestCluster cluster, Path folder, Path logs, Map<String, String> local) {

  /**
   * Starts the pod's only container and does not wait.
   *
   * @param jar what the image would hold
   * @param port to listen on instead of the container's
   * @param portVariables how the program is told to listen there, on loopback
   */
  PodProcess start(Pod pod, Path jar, int port, Map<String, String> portVariables)
      throws IOException {
    Container container = pod.getSpec().getContainers().getFirst();
    Map<String, Path> mounts = mounts(pod, container);
    Map<String, String> environment = new LinkedHashMap<>();
    for (EnvVar variable : container.getEnv()) {
      String value = value(pod, variable);
      if (value != null) {
        environment.put(variable.getName(), localize(expand(value, environment), mounts));
      }
    }
    environment.putAll(portVariables);
    if (!Boolean.FALSE.equals(pod.getSpec().getAutomountServiceAccountToken())) {
      Path kubeconfig = folder.resolve(pod.getMetadata().getName() + ".kubeconfig");
      Files.writeString(
          kubeconfig,
          cluster.kubeconfigFor(
              pod.getMetadata().getNamespace(), pod.getSpec().getServiceAccountName()));
      environment.put("KUBECONFIG", kubeconfig.toString());
    }
    Path log = logs.resolve(pod.getMetadata().getName() + ".log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + mounts.get("/tmp"),
            "-jar",
            jar.toString());
    URI health =
        URI.create(
            "http://127.0.0.1:" + port + container.getReadinessProbe().getHttpGet().getPath());
    return new PodProcess(
        pod.getMetadata().getName(), health, TiedProcess.start(log, environment, command));
  }

  private Map<String, Path> mounts(Pod pod, Container container) throws IOException {
    Map<String, Path> mounts = new LinkedHashMap<>();
    for (VolumeMount mount : container.getVolumeMounts()) {
      Volume volume =
          pod.getSpec().getVolumes().stream()
              .filter(candidate -> candidate.getName().equals(mount.getName()))
              .findFirst()
              .orElseThrow();
      mounts.put(mount.getMountPath(), content(pod, volume));
    }
    return mounts;
  }

  private Path content(Pod pod, Volume volume) throws IOException {
    String owner =
        volume.getPersistentVolumeClaim() == null
            ? pod.getMetadata().getName() + "-" + volume.getName()
            : volume.getPersistentVolumeClaim().getClaimName();
    Path place = Files.createDirectories(folder.resolve("volumes").resolve(owner));
    if (volume.getConfigMap() != null) {
      var map =
          client()
              .configMaps()
              .inNamespace(pod.getMetadata().getNamespace())
              .withName(volume.getConfigMap().getName())
              .require();
      for (Map.Entry<String, String> file : map.getData().entrySet()) {
        Files.writeString(place.resolve(file.getKey()), file.getValue());
      }
    }
    return place;
  }

  /** The variable's value as a kubelet finds it; null when an optional key is missing. */
  private String value(Pod pod, EnvVar variable) {
    var from = variable.getValueFrom();
    if (from == null) {
      return variable.getValue();
    }
    if (from.getFieldRef() != null) {
      return switch (from.getFieldRef().getFieldPath()) {
        case "metadata.name" -> pod.getMetadata().getName();
        case "metadata.namespace" -> pod.getMetadata().getNamespace();
        default -> throw new AssertionError("unknown field " + from.getFieldRef());
      };
    }
    var wanted = from.getSecretKeyRef();
    Secret secret =
        client()
            .secrets()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(wanted.getName())
            .require();
    String encoded = secret.getData().get(wanted.getKey());
    if (encoded == null) {
      if (Boolean.TRUE.equals(wanted.getOptional())) {
        return null;
      }
      throw new AssertionError("Secret " + wanted.getName() + " has no key " + wanted.getKey());
    }
    return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private KubernetesClient client() {
    return cluster.adminClient();
  }

  private String localize(String value, Map<String, Path> mounts) {
    for (Map.Entry<String, String> address : local.entrySet()) {
      value = value.replace(address.getKey(), address.getValue());
    }
    for (Map.Entry<String, Path> mount : mounts.entrySet()) {
      if (value.equals(mount.getKey()) || value.startsWith(mount.getKey() + "/")) {
        return mount.getValue() + value.substring(mount.getKey().length());
      }
    }
    return value;
  }

  private static final Pattern REFERENCE = Pattern.compile("\\$\\(([A-Za-z_][A-Za-z0-9_]*)\\)");

  /** Kubernetes' {@code $(NAME)}. */
  private static String expand(String value, Map<String, String> earlier) {
    return REFERENCE
        .matcher(value)
        .replaceAll(
            match -> Matcher.quoteReplacement(earlier.getOrDefault(match.group(1), match.group())));
  }
}
