package dev.labelops.operator.metrics;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.kube.StatusWriter;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the operator measures of itself; every name is explained in docs/metrics.md. */
public final class Metrics {
  private final MeterRegistry registry;

  public Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An action that a reconcile decided on, for example LabelingJob, CreateJob. */
  public void action(String kind, String action) {
    registry.counter("labelops.reconcile.actions", "kind", kind, "action", action).increment();
  }

  /**
   * A look of the feed at the lists.
   *
   * @param outcome {@code complete}, {@code capped} or {@code failed}; {@code glance} for a look at
   *     the modified jobs only
   */
  public void sweep(String region, String outcome, Duration took) {
    registry.timer("labelops.feed.sweep", "region", region, "outcome", outcome).record(took);
  }

  /** How many objects a sweep woke. */
  public void woken(int objects) {
    registry.counter("labelops.feed.woken").increment(objects);
  }

  /** How many labeling jobs the feed watches; asked for at each scrape. */
  public void watched(Supplier<Number> count) {
    Gauge.builder("labelops.feed.watched", count).register(registry);
  }

  /**
   * LabelingJob objects by phase.
   *
   * @param cached the informer's objects; read once per phase at each scrape
   */
  public void jobsByPhase(Supplier<Stream<LabelingJob>> cached) {
    for (Phase phase : Phase.values()) {
      Gauge.builder(
              "labelops.jobs",
              () ->
                  cached
                      .get()
                      .filter(job -> job.getStatus() != null && job.getStatus().phase() == phase)
                      .count())
          .tag("phase", phase.name())
          .register(registry);
    }
  }

  /** The same writer, counted by kind and outcome. */
  public StatusWriter counting(StatusWriter writer) {
    return new StatusWriter() {
      @Override
      public <T extends HasMetadata> Optional<T> write(T resource) {
        Optional<T> written = writer.write(resource);
        registry
            .counter(
                "labelops.status.writes",
                "kind",
                resource.getKind(),
                "outcome",
                written.isPresent() ? "written" : "conflict")
            .increment();
        return written;
      }
    };
  }
}
