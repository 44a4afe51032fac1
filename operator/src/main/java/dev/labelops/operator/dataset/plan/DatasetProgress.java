package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** How far a data set has come, read from the object alone. Pure. */
public final class DatasetProgress {
  private final LabelingDataset dataset;
  private final Optional<LabelingDatasetStatus> status;

  public DatasetProgress(LabelingDataset dataset) {
    this.dataset = dataset;
    this.status = Optional.ofNullable(dataset.getStatus());
  }

  /** Token of the annotation labelops.dev/refresh; null without. */
  public String refreshToken() {
    return annotations().get(Annotations.REFRESH);
  }

  private Map<String, String> annotations() {
    return Optional.ofNullable(dataset.getMetadata().getAnnotations()).orElse(Map.of());
  }

  /** When the source is to be read again; empty without refreshInterval or a first reading. */
  public Optional<Instant> nextRefresh() {
    return Optional.ofNullable(dataset.getSpec().refreshInterval())
        .flatMap(
            interval ->
                status
                    .map(LabelingDatasetStatus::lastRefreshTime)
                    .map(last -> Instant.parse(last).plus(Duration.parse("PT" + interval))));
  }

  /** Whether the source's last reading answers this generation, this token and this time. */
  private boolean current(Instant now) {
    return condition(ConditionType.ManifestReady)
            .filter(c -> Objects.equals(c.observedGeneration(), generation()))
            .isPresent()
        && Objects.equals(refreshToken(), status.get().refreshToken())
        && nextRefresh().filter(at -> !at.isAfter(now)).isEmpty();
  }

  /** Buckets that the manifest of this generation names, as far as it was read. */
  public List<String> objectBuckets() {
    return condition(ConditionType.ManifestReady)
        .filter(c -> Objects.equals(c.observedGeneration(), generation()))
        .map(c -> status.get().objectBuckets())
        .orElse(List.of());
  }

  /** Whether the manifest is written. */
  public boolean published(Instant now) {
    return current(now) && isTrue(ConditionType.ManifestReady);
  }

  /** Whether the source was read and found unusable until somebody changes it. */
  public boolean rejected(Instant now) {
    return current(now)
        && condition(ConditionType.ManifestReady)
            .filter(
                c ->
                    c.reason().equals(Reason.InvalidManifest.name())
                        || c.reason().equals(Reason.TooManyObjects.name()))
            .isPresent();
  }

  /** Whether nothing is left to do. */
  public boolean settled(Instant now) {
    return published(now) && isTrue(ConditionType.Ready) && !isTrue(ConditionType.Reconciling);
  }

  /** Whether the status speaks of this generation. */
  public boolean observed() {
    return status.filter(s -> Objects.equals(s.observedGeneration(), generation())).isPresent();
  }

  public Long generation() {
    return dataset.getMetadata().getGeneration();
  }

  private boolean isTrue(ConditionType type) {
    return condition(type).filter(c -> c.status().equals("True")).isPresent();
  }

  public Optional<Condition> condition(ConditionType type) {
    return status.flatMap(s -> Conditions.find(s.conditions(), type));
  }
}
