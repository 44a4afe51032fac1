package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec.KeyRef;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.job.plan.EarlierJob;
import dev.labelops.operator.job.plan.Referents;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.stream.Collectors;

/**
 * The informers' copies of what jobs refer to, and which jobs they trigger. Templates are read from
 * the API server: caching every ConfigMap would cost more than it saves.
 */
public final class JobCaches implements Referents.Reader {
  private final KubernetesClient kubernetes;
  private Cache<LabelingWorkforce> workforces;
  private Cache<LabelingDataset> datasets;
  private IndexerResourceCache<LabelingJob> jobs;

  public JobCaches(KubernetesClient kubernetes) {
    this.kubernetes = kubernetes;
  }

  public EventSource<?, LabelingJob> workforces(
      Class<LabelingWorkforce> kind, EventSourceContext<LabelingJob> context) {
    jobs = context.getPrimaryCache();
    InformerEventSource<LabelingWorkforce, LabelingJob> source =
        source(
            kind,
            context,
            (job, name) ->
                job.getSpec().workforceRef() != null
                    && job.getSpec().workforceRef().name().equals(name));
    workforces = source;
    return source;
  }

  public EventSource<?, LabelingJob> datasets(
      Class<LabelingDataset> kind, EventSourceContext<LabelingJob> context) {
    InformerEventSource<LabelingDataset, LabelingJob> source =
        source(
            kind,
            context,
            (job, name) ->
                job.getSpec().datasetRef() != null
                    && job.getSpec().datasetRef().name().equals(name));
    datasets = source;
    return source;
  }

  private static <T extends HasMetadata> InformerEventSource<T, LabelingJob> source(
      Class<T> kind,
      EventSourceContext<LabelingJob> context,
      BiPredicate<LabelingJob, String> refersTo) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(kind, LabelingJob.class)
            .withNamespacesInheritedFromController()
            .withSecondaryToPrimaryMapper(
                changed ->
                    waiting(
                        context,
                        changed.getMetadata().getNamespace(),
                        changed.getMetadata().getName(),
                        refersTo))
            .build(),
        context);
  }

  /** Only jobs whose run has not started yet wait for what they refer to. */
  private static Set<ResourceID> waiting(
      EventSourceContext<LabelingJob> context,
      String namespace,
      String name,
      BiPredicate<LabelingJob, String> refersTo) {
    return context
        .getPrimaryCache()
        .list(namespace, job -> refersTo.test(job, name))
        .filter(JobCaches::notStarted)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  private static boolean notStarted(LabelingJob job) {
    return job.getStatus() == null
        || job.getStatus().jobArn() == null
        || !job.getSpec().run().equals(job.getStatus().run());
  }

  @Override
  public Referents read(LabelingJob job) {
    String namespace = job.getMetadata().getNamespace();
    return new Referents(
        Optional.ofNullable(job.getSpec().workforceRef())
            .flatMap(ref -> workforces.get(new ResourceID(ref.name(), namespace))),
        Optional.ofNullable(job.getSpec().datasetRef())
            .flatMap(ref -> datasets.get(new ResourceID(ref.name(), namespace))),
        Optional.ofNullable(job.getSpec().autoLabeling())
            .flatMap(auto -> Optional.ofNullable(auto.initialModelFrom()))
            .flatMap(from -> Optional.ofNullable(from.jobRef()))
            .flatMap(ref -> jobs.get(new ResourceID(ref.name(), namespace))),
        EarlierJob.ref(job.getSpec().task()).flatMap(ref -> earlier(job, ref.name(), namespace)),
        template(job, namespace));
  }

  /**
   * A job that has just ended triggers those that wait for it, before its copy here has changed.
   */
  private Optional<LabelingJob> earlier(LabelingJob job, String name, String namespace) {
    return notStarted(job)
        ? Optional.ofNullable(
            kubernetes.resources(LabelingJob.class).inNamespace(namespace).withName(name).get())
        : jobs.get(new ResourceID(name, namespace));
  }

  /** Jobs that adjust or verify labels of the job, and have not started. */
  public Set<ResourceID> waitingFor(LabelingJob earlier) {
    return jobs.list(
            earlier.getMetadata().getNamespace(),
            job ->
                EarlierJob.ref(job.getSpec().task())
                    .filter(ref -> ref.name().equals(earlier.getMetadata().getName()))
                    .isPresent())
        .filter(JobCaches::notStarted)
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }

  /** The template's text is only needed until the job exists. */
  private Optional<String> template(LabelingJob job, String namespace) {
    boolean exists = job.getStatus() != null && job.getStatus().jobArn() != null;
    KeyRef ref =
        job.getSpec().task().template() == null
            ? null
            : job.getSpec().task().template().configMapRef();
    boolean needed = !exists || job.getStatus().phase() != null && failedOrRaised(job);
    if (ref == null || !needed) {
      return Optional.empty();
    }
    return Optional.ofNullable(
            kubernetes.configMaps().inNamespace(namespace).withName(ref.name()).get())
        .map(ConfigMap::getData)
        .map((Map<String, String> data) -> data.get(ref.key()));
  }

  private static boolean failedOrRaised(LabelingJob job) {
    boolean attemptsLeft =
        job.getSpec().retry() != null
            && job.getSpec().retry().maxAttempts() != null
            && job.getSpec().retry().maxAttempts() > job.getStatus().attempt();
    return attemptsLeft || !job.getSpec().run().equals(job.getStatus().run());
  }
}
