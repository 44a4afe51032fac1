package dev.labelops.engine.learning;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStateBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.PodResource;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands in for the kubelet: starts the command of each pod of a namespace as a process of this
 * machine, with the environment that the pod has, and reports in the pod's status how it ended.
 */
final class PodProcesses implements AutoCloseable, ResourceEventHandler<Pod> {
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final KubernetesClient client;
  private final List<String> entrypoint;
  private final Path logs;
  private final Map<String, TiedProcess> processes = new ConcurrentHashMap<>();
  private final SharedIndexInformer<Pod> pods;

  /**
   * @param entrypoint of the image
   */
  PodProcesses(KubernetesClient client, String namespace, List<String> entrypoint, Path logs) {
    this.client = client;
    this.entrypoint = entrypoint;
    this.logs = logs;
    this.pods = client.pods().inNamespace(namespace).inform(this);
  }

  @Override
  public void onAdd(Pod pod) {
    processes.computeIfAbsent(pod.getMetadata().getUid(), uid -> start(pod));
  }

  @Override
  public void onUpdate(Pod before, Pod pod) {}

  /** A pod without a node is removed at once; the process still gets its time to end. */
  @Override
  public void onDelete(Pod pod, boolean unknown) {
    TiedProcess process = processes.get(pod.getMetadata().getUid());
    if (process != null) {
      Thread.ofVirtual().start(() -> process.terminate(GRACE));
    }
  }

  private TiedProcess start(Pod pod) {
    Container container = pod.getSpec().getContainers().getFirst();
    List<String> command = new ArrayList<>(entrypoint);
    command.addAll(container.getArgs());
    Map<String, String> environment = new LinkedHashMap<>();
    container
        .getEnv()
        .forEach(variable -> environment.put(variable.getName(), value(pod, variable)));
    TiedProcess process =
        TiedProcess.start(logs.resolve(pod.getMetadata().getName() + ".log"), environment, command);
    Thread.ofVirtual().start(() -> report(pod, process));
    return process;
  }

  private String value(Pod pod, EnvVar variable) {
    if (variable.getValueFrom() == null) {
      return variable.getValue();
    }
    var key = variable.getValueFrom().getSecretKeyRef();
    Secret secret =
        client
            .secrets()
            .inNamespace(pod.getMetadata().getNamespace())
            .withName(key.getName())
            .require();
    return new String(
        Base64.getDecoder().decode(secret.getData().get(key.getKey())), StandardCharsets.UTF_8);
  }

  private void report(Pod pod, TiedProcess process) {
    try {
      status(pod, "Running", new ContainerStateBuilder().withNewRunning().endRunning());
      int exit = process.awaitExit(Duration.ofHours(1)).orElseThrow();
      status(
          pod,
          exit == 0 ? "Succeeded" : "Failed",
          new ContainerStateBuilder()
              .withNewTerminated()
              .withExitCode(exit)
              .withReason(exit == 0 ? "Completed" : "Error")
              .endTerminated());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void status(Pod pod, String phase, ContainerStateBuilder state) {
    Container container = pod.getSpec().getContainers().getFirst();
    ContainerStatus status =
        new ContainerStatusBuilder()
            .withName(container.getName())
            .withImage(container.getImage())
            .withImageID("")
            .withReady(false)
            .withRestartCount(0)
            .withState(state.build())
            .build();
    while (true) {
      try {
        named(pod)
            .editStatus(
                current -> {
                  current.getStatus().setPhase(phase);
                  current.getStatus().setContainerStatuses(List.of(status));
                  return current;
                });
        return;
      } catch (KubernetesClientException e) {
        if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
          return;
        }
        // The job controller writes to the pod too.
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  private PodResource named(Pod pod) {
    return client
        .pods()
        .inNamespace(pod.getMetadata().getNamespace())
        .withName(pod.getMetadata().getName());
  }

  /** The ends of the logs, for a test that failed. */
  String said() {
    StringBuilder said = new StringBuilder();
    processes.values().forEach(process -> said.append(LogTail.of(process.log())).append('\n'));
    return said.toString();
  }

  @Override
  public void close() {
    pods.close();
    processes.values().forEach(TiedProcess::close);
  }
}
