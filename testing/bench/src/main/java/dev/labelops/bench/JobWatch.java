package dev.labelops.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The jobs' status as a Kubernetes watch delivers it, and when it did. */
final class JobWatch implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One job.
   *
   * @param phase empty before the operator has looked
   * @param remoteName {@code status.jobName}, empty until it is reserved
   * @param created whether the service has the job
   * @param labeled {@code status.counters.labeled}
   */
  record Seen(String phase, String remoteName, boolean created, long labeled) {
    static Seen of(JsonNode status) {
      return new Seen(
          status.path("phase").asText(""),
          status.path("jobName").asText(""),
          status.hasNonNull("jobArn"),
          status.path("counters").path("labeled").asLong());
    }

    boolean working() {
      return phase.equals("InProgress");
    }
  }

  private record Labeled(String name, long labeled) {}

  private final Map<String, Seen> jobs = new ConcurrentHashMap<>();
  private final Map<Labeled, Long> arrivals = new ConcurrentHashMap<>();
  private final SharedIndexInformer<GenericKubernetesResource> informer;

  JobWatch(Informable<GenericKubernetesResource> place) {
    informer = place.inform(new Handler());
  }

  Seen get(String name) {
    return Optional.ofNullable(jobs.get(name))
        .orElseThrow(() -> new BenchException("the watch has not shown job " + name));
  }

  /** {@link System#nanoTime} of the first status with so many labeled objects, if it has come. */
  Optional<Long> arrival(String name, long labeled) {
    return Optional.ofNullable(arrivals.get(new Labeled(name, labeled)));
  }

  /** Waits until all are as required. */
  void awaitAll(
      String what,
      Collection<String> names,
      Predicate<Seen> wished,
      Duration within,
      Runnable alive) {
    Wait.until(
        names.size() + " jobs are " + what,
        within,
        Duration.ofMillis(100),
        this::summary,
        () -> {
          alive.run();
          return names.stream().allMatch(name -> jobs.containsKey(name) && wished.test(get(name)));
        });
  }

  /** How many jobs are in which phase. */
  String summary() {
    return jobs.values().stream()
        .collect(Collectors.groupingBy(Seen::phase, Collectors.counting()))
        .toString();
  }

  @Override
  public void close() {
    informer.stop();
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      long now = System.nanoTime();
      JsonNode status = JSON.valueToTree(object.getAdditionalProperties().get("status"));
      Seen seen = Seen.of(status);
      String name = object.getMetadata().getName();
      jobs.put(name, seen);
      arrivals.putIfAbsent(new Labeled(name, seen.labeled()), now);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean unknownState) {
      jobs.remove(object.getMetadata().getName());
    }
  }
}
