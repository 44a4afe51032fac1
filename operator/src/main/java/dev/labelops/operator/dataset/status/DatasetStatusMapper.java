package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.dataset.act.DatasetOutcome;
import dev.labelops.operator.dataset.act.SourceReading;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.look.BucketView;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Old status, observation, action and outcome make the new status. Pure. */
public final class DatasetStatusMapper {
  private final DatasetObservation seen;
  private final DatasetProgress progress;
  private final LabelingDatasetSpec spec;
  private final Facts before;
  private final Conditions conditions = new Conditions();

  private DatasetStatusMapper(DatasetObservation seen) {
    this.seen = seen;
    this.progress = seen.progress();
    this.spec = seen.dataset().getSpec();
    this.before = Facts.of(seen.dataset().getStatus());
  }

  /**
   * @param failingFor how long the same call has failed without a break; zero when none did
   * @return equal to the old status when there is no news
   */
  public static LabelingDatasetStatus map(
      DatasetObservation seen, DatasetAction action, DatasetOutcome outcome, Duration failingFor) {
    return new DatasetStatusMapper(seen).status(action, outcome, failingFor);
  }

  /**
   * The same status with other conditions.
   *
   * @param after possibly null
   */
  public static LabelingDatasetStatus with(
      LabelingDatasetStatus after, long generation, List<Condition> conditions) {
    if (after == null) {
      return new LabelingDatasetStatus(
          generation, conditions, null, null, null, null, null, null, null, null, null, null, null);
    }
    return new LabelingDatasetStatus(
        generation,
        conditions,
        after.region(),
        after.objectCount(),
        after.totalBytes(),
        after.manifestUri(),
        after.manifestSha256(),
        after.objectBuckets(),
        after.rejected(),
        after.duplicates(),
        after.lastRefreshTime(),
        after.sourceEtag(),
        after.refreshToken());
  }

  private LabelingDatasetStatus status(
      DatasetAction action, DatasetOutcome outcome, Duration failingFor) {
    LabelingDatasetStatus old = seen.dataset().getStatus();
    if (outcome instanceof DatasetOutcome.Failed(CloudFailure failure)) {
      boolean stands = FailurePolicy.keepsStatus(failure.errorClass()) && progress.observed();
      return stands ? old : failed(failure, failingFor);
    }
    return switch (action) {
      case DatasetAction.LeaveAlone leave -> old;
      case DatasetAction.Freeze freeze -> frozen(old);
      case DatasetAction.AwaitCorrection wait -> {
        var verdict = progress.condition(ConditionType.ManifestReady).orElseThrow();
        conditions.stalled(Reason.valueOf(verdict.reason()), verdict.message());
        bucketsReady(List.of());
        carryManifest();
        yield before.with(conditions, seen);
      }
      case DatasetAction.Reject(var violations) ->
          stalled(Reason.InvalidSpec, DatasetMessages.invalid(violations));
      case DatasetAction.Forbid(var what) ->
          stalled(Reason.NotAllowed, DatasetMessages.forbidden(what));
      case DatasetAction.WaitForBucket(String bucket) -> {
        String message = DatasetMessages.noBucket(bucket);
        conditions.reconciling(Reason.WaitingForBucket, message);
        yield bucketFails(Reason.WaitingForBucket, message);
      }
      case DatasetAction.RefuseRegion(var elsewhere) -> {
        String message = DatasetMessages.wrongRegion(elsewhere, seen.region());
        conditions.stalled(Reason.WrongRegion, message);
        yield bucketFails(Reason.WrongRegion, message);
      }
      case DatasetAction.RefuseCors(var buckets) -> {
        String message = DatasetMessages.corsMissing(buckets);
        conditions.stalled(Reason.CorsMissing, message);
        yield bucketFails(Reason.CorsMissing, message);
      }
      case DatasetAction.CreateBucket(String bucket) -> {
        String message = DatasetMessages.bucketCreated(bucket);
        conditions.reconciling(Reason.Creating, message);
        yield bucketFails(Reason.Creating, message);
      }
      case DatasetAction.MergeCors(var buckets) -> {
        String message = DatasetMessages.corsMerged(buckets);
        conditions.reconciling(Reason.Creating, message);
        yield bucketFails(Reason.Creating, message);
      }
      case DatasetAction.Conclude conclude -> {
        bucketsReady(before.objectBuckets());
        carryManifest();
        conditions.ready(Reason.Available, before.manifestMessage());
        yield before.with(conditions, seen);
      }
      case DatasetAction.PublishManifest publish ->
          read(((DatasetOutcome.SourceRead) outcome).reading());
      case DatasetAction.Endure endure ->
          throw new IllegalArgumentException("Endure always ends in Failed");
    };
  }

  /** A frozen object has not been looked at: what is shown belongs to the older generation. */
  private LabelingDatasetStatus frozen(LabelingDatasetStatus old) {
    String message = DatasetMessages.paused();
    conditions.isUnknown(ConditionType.Ready, Reason.Paused, message);
    carry(ConditionType.Ready);
    conditions.isTrue(ConditionType.Reconciling, Reason.Paused, message);
    carry(ConditionType.BucketReady);
    carry(ConditionType.ManifestReady);
    boolean lookedAt =
        old != null && old.observedGeneration() != null && old.observedGeneration() >= 0;
    return before.with(
        conditions, seen, lookedAt ? old.observedGeneration() : progress.generation());
  }

  private LabelingDatasetStatus failed(CloudFailure failure, Duration failingFor) {
    FailurePolicy.COMMON.apply(conditions, failure, failingFor);
    if (failure.errorClass() == ErrorClass.DENIED) {
      conditions.isUnknown(
          ConditionType.BucketReady, Reason.AccessDenied, FailurePolicy.message(failure));
    } else {
      carry(ConditionType.BucketReady);
    }
    carryManifest();
    return before.with(conditions, seen);
  }

  private LabelingDatasetStatus stalled(Reason reason, String message) {
    conditions.stalled(reason, message);
    carry(ConditionType.BucketReady);
    carryManifest();
    return before.with(conditions, seen);
  }

  private LabelingDatasetStatus bucketFails(Reason reason, String message) {
    conditions.isFalse(ConditionType.BucketReady, reason, message);
    carryManifest();
    return before.with(conditions, seen);
  }

  private void bucketsReady(List<String> objectBuckets) {
    List<String> names = objectBuckets.isEmpty() ? List.of(spec.bucket().name()) : objectBuckets;
    conditions.isTrue(
        ConditionType.BucketReady, Reason.Available, DatasetMessages.bucketsReady(spec, names));
  }

  private LabelingDatasetStatus read(SourceReading reading) {
    Facts facts = Facts.of(reading, seen);
    if (reading.manifest().isPresent()) {
      String message = DatasetMessages.published(reading);
      conditions.isTrue(ConditionType.ManifestReady, Reason.Available, message);
      if (allServe(reading.objectBuckets())) {
        bucketsReady(reading.objectBuckets());
        conditions.ready(Reason.Available, message);
      } else {
        carry(ConditionType.BucketReady);
        conditions.reconciling(
            Reason.Creating, message + " The buckets of its objects are looked at next.");
      }
      return facts.with(conditions, seen);
    }
    bucketsReady(List.of());
    if (reading.tooMany()) {
      return unusable(facts, Reason.TooManyObjects, DatasetMessages.tooMany(spec));
    }
    if (spec.source().manifest() != null && reading.rejections().count() > 0) {
      return unusable(facts, Reason.InvalidManifest, DatasetMessages.badLines(spec, reading));
    }
    String message = DatasetMessages.empty(spec, reading);
    conditions
        .isFalse(ConditionType.ManifestReady, Reason.EmptySource, message)
        .reconciling(Reason.EmptySource, message);
    return facts.readAt(before).with(conditions, seen);
  }

  /** Whether this pass has seen that browsers may read from each of the buckets. */
  private boolean allServe(List<String> names) {
    return seen.remote().orElseThrow().buckets().stream()
        .filter(bucket -> bucket.serves(seen.region(), spec.cors() == Cors.Ignore))
        .map(BucketView::name)
        .collect(Collectors.toSet())
        .containsAll(names);
  }

  private LabelingDatasetStatus unusable(Facts facts, Reason reason, String message) {
    conditions.isFalse(ConditionType.ManifestReady, reason, message).stalled(reason, message);
    return facts.with(conditions, seen);
  }

  private void carry(ConditionType type) {
    progress
        .condition(type)
        .ifPresent(
            c ->
                Reason.of(c.reason())
                    .ifPresent(reason -> conditions.set(type, c.status(), reason, c.message())));
  }

  /** A new generation or token makes what the last reading found out of date. */
  private void carryManifest() {
    boolean answersThis =
        progress
            .condition(ConditionType.ManifestReady)
            .filter(c -> Objects.equals(c.observedGeneration(), progress.generation()))
            .isPresent();
    if (answersThis) {
      carry(ConditionType.ManifestReady);
    } else {
      conditions.isUnknown(
          ConditionType.ManifestReady, Reason.Refreshing, DatasetMessages.notRead());
    }
  }
}
