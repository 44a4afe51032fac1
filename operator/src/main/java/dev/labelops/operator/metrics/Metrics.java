package dev.labelops.operator.metrics;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Phase;
import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailedObservations;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the operator measures of itself; every name is explained in docs/reference/metrics.md. */
public final class Metrics {
  private static final List<ConditionType> SHOWN =
      List.of(
          ConditionType.Ready,
          ConditionType.Reconciling,
          ConditionType.Stalled,
          ConditionType.RemovalsHeld,
          ConditionType.DeletionBlocked);

  /** Synced=Unknown, which no condition that is True shows. */
  private static final String NOT_SYNCED = "NotSynced";

  private final MeterRegistry registry;

  public Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** An action that a reconcile decided on, for example LabelingJob, CreateJob. */
  public void action(String kind, String action) {
    Metric.RECONCILE_ACTIONS.counter(registry, kind, action).increment();
  }

  /**
   * A sweep of the feed over the lists.
   *
   * @param outcome {@code complete}, {@code capped} or {@code failed}; {@code glance} for a list of
   *     the modified jobs only
   */
  public void sweep(String region, String outcome, Duration took) {
    Metric.FEED_SWEEP.timer(registry, region, outcome).record(took);
  }

  /** How many objects a sweep woke. */
  public void woken(int objects) {
    Metric.FEED_WOKEN.counter(registry).increment(objects);
  }

  /** How many labeling jobs the feed watches; asked for at each scrape. */
  public void watched(Supplier<Number> count) {
    Metric.FEED_WATCHED.gauge(registry, count);
  }

  /**
   * LabelingJob objects by phase.
   *
   * @param cached the informer's objects; read once per phase at each scrape
   */
  public void jobsByPhase(Supplier<Stream<LabelingJob>> cached) {
    for (Phase phase : Phase.values()) {
      Metric.JOBS.gauge(
          registry,
          () ->
              cached
                  .get()
                  .filter(job -> job.getStatus() != null && job.getStatus().phase() == phase)
                  .count(),
          phase.name());
    }
  }

  /**
   * Objects of a kind by the conditions that say whether somebody must look.
   *
   * @param cached the informer's objects; read once per condition at each scrape
   * @param conditions of an object, null before the first pass
   */
  public <T extends HasMetadata> void conditions(
      Class<T> kind, Supplier<Stream<T>> cached, Function<T, List<Condition>> conditions) {
    for (ConditionType type : SHOWN) {
      Metric.CONDITIONS.gauge(
          registry,
          () -> cached.get().filter(one -> Conditions.isTrue(conditions.apply(one), type)).count(),
          HasMetadata.getKind(kind),
          type.name());
    }
    Metric.CONDITIONS.gauge(
        registry,
        () ->
            cached
                .get()
                .filter(
                    one -> FailedObservations.unknown(conditions.apply(one), ConditionType.Synced))
                .count(),
        HasMetadata.getKind(kind),
        NOT_SYNCED);
  }

  /** Whether this replica leads; asked at each scrape. */
  public void leading(BooleanSupplier leads) {
    Metric.LEADER.gauge(registry, () -> leads.getAsBoolean() ? 1 : 0);
  }

  /** The same writer, counted by kind and outcome. */
  public StatusWriter counting(StatusWriter writer) {
    return new StatusWriter() {
      @Override
      public <T extends HasMetadata> Optional<T> write(T resource) {
        Optional<T> written = writer.write(resource);
        Metric.STATUS_WRITES
            .counter(registry, resource.getKind(), written.isPresent() ? "written" : "conflict")
            .increment();
        return written;
      }
    };
  }
}
