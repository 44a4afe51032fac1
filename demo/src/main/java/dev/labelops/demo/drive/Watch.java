package dev.labelops.demo.drive;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Watches the three resources of a namespace and returns what changed. */
final class Watch implements AutoCloseable {
  private static final Map<String, String> KINDS =
      Map.of(
          "LabelingWorkforce", "labelingworkforces",
          "LabelingDataset", "labelingdatasets",
          "LabelingJob", "labelingjobs");

  private final List<SharedIndexInformer<?>> informers = new ArrayList<>();
  private final BlockingQueue<Observed> changes = new LinkedBlockingQueue<>();
  private final Map<String, Observed> latest = new ConcurrentHashMap<>();

  Watch(KubernetesClient client, String namespace) {
    KINDS.forEach(
        (kind, plural) -> {
          var context =
              new ResourceDefinitionContext.Builder()
                  .withGroup("labelops.dev")
                  .withVersion("v1alpha1")
                  .withKind(kind)
                  .withPlural(plural)
                  .withNamespaced(true)
                  .build();
          informers.add(
              client
                  .genericKubernetesResources(context)
                  .inNamespace(namespace)
                  .inform(new Handler()));
        });
  }

  /** The next change; empty when there is none for so long. */
  Optional<Observed> next(Duration within) throws InterruptedException {
    return Optional.ofNullable(changes.poll(within.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The resource as last seen; the namespace holds one of each kind. */
  Optional<Observed> latest(String kind) {
    return Optional.ofNullable(latest.get(kind));
  }

  List<Observed> all() {
    return List.copyOf(latest.values());
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::stop);
  }

  private final class Handler implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource resource) {
      Observed observed = Observed.of(resource);
      latest.put(observed.kind(), observed);
      changes.add(observed);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource now) {
      onAdd(now);
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean unknownState) {
      latest.remove(resource.getKind());
    }
  }
}
