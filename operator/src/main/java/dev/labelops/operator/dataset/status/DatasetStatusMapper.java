package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Old status, observation, action and outcome make the new status. Pure. */
public final class DatasetStatusMapper {
  private final DatasetObservation seen;
  private final DatasetProgress progress;
  private final LabelingDatasetSpec spec;
  private final LabelingDatasetStatus before;
  private final Conditions conditions = new Conditions();

  private DatasetStatusMapper(DatasetObservation seen) {
    this.seen = seen;
    this.progress = seen.progress();
    this.spec = seen.dataset().getSpec();
    this.before = orEmpty(seen.dataset().getStatus());
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
    return orEmpty(after).toBuilder().observedGeneration(generation).conditions(conditions).build();
  }

  private static LabelingDatasetStatus orEmpty(LabelingDatasetStatus status) {
    return status == null ? LabelingDatasetStatus.builder().build() : status;
  }

  private LabelingDatasetStatus status(
      DatasetAction action, DatasetOutcome outcome, Duration failingFor) {
    return switch (outcome) {
      case DatasetOutcome.Failed(CloudFailure failure) -> {
        boolean keeps = FailurePolicy.keepsStatus(failure.errorClass()) && progress.observed();
        yield keeps ? seen.dataset().getStatus() : failed(failure, failingFor);
      }
      case DatasetOutcome.Done done -> done(action);
    };
  }

  private LabelingDatasetStatus done(DatasetAction action) {
    LabelingDatasetStatus old = seen.dataset().getStatus();
    return switch (action) {
      case DatasetAction.LeaveAlone leave -> old;
      case DatasetAction.AwaitCorrection wait -> {
        var verdict = progress.condition(ConditionType.ManifestReady).orElseThrow();
        conditions.stalled(Reason.valueOf(verdict.reason()), verdict.message());
        bucketsReady(List.of());
        carryManifest();
        yield with(before);
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
        String message =
            DatasetMessages.corsMissing(
                buckets, seen.dataset().getSpec().mediaType().medium().cors());
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
        bucketsReady(Optional.ofNullable(before.objectBuckets()).orElse(List.of()));
        carryManifest();
        conditions.ready(Reason.Available, manifestMessage());
        yield with(before);
      }
      case DatasetAction.PublishManifest(SourceReading reading) -> read(reading);
      case DatasetAction.Endure endure ->
          throw new IllegalArgumentException("Endure always ends in Failed");
    };
  }

  /** A frozen object has not been observed: the status belongs to the older generation. */
  public static LabelingDatasetStatus frozen(LabelingDataset dataset, Instant now) {
    return new DatasetStatusMapper(DatasetObservation.unseen(dataset, now)).frozen();
  }

  private LabelingDatasetStatus frozen() {
    LabelingDatasetStatus old = seen.dataset().getStatus();
    String message = DatasetMessages.paused();
    conditions.isUnknown(ConditionType.Ready, Reason.Paused, message);
    carry(ConditionType.Ready);
    conditions.isTrue(ConditionType.Reconciling, Reason.Paused, message);
    carry(ConditionType.BucketReady);
    carry(ConditionType.ManifestReady);
    boolean lookedAt =
        old != null && old.observedGeneration() != null && old.observedGeneration() >= 0;
    return with(before, lookedAt ? old.observedGeneration() : progress.generation());
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
    return with(before);
  }

  private LabelingDatasetStatus stalled(Reason reason, String message) {
    conditions.stalled(reason, message);
    carry(ConditionType.BucketReady);
    carryManifest();
    return with(before);
  }

  private LabelingDatasetStatus bucketFails(Reason reason, String message) {
    conditions.isFalse(ConditionType.BucketReady, reason, message);
    carryManifest();
    return with(before);
  }

  private void bucketsReady(List<String> objectBuckets) {
    List<String> names = objectBuckets.isEmpty() ? List.of(spec.bucket().name()) : objectBuckets;
    conditions.isTrue(
        ConditionType.BucketReady, Reason.Available, DatasetMessages.bucketsReady(spec, names));
  }

  private LabelingDatasetStatus read(SourceReading reading) {
    LabelingDatasetStatus found = SourceSummary.of(reading, seen);
    if (reading.manifest().isPresent()) {
      String message = DatasetMessages.published(reading);
      conditions.isTrue(ConditionType.ManifestReady, Reason.Available, message);
      if (allServe(reading.objectBuckets())) {
        bucketsReady(reading.objectBuckets());
        conditions.ready(Reason.Available, message);
      } else {
        carry(ConditionType.BucketReady);
        conditions.reconciling(
            Reason.Creating, message + " The buckets of its objects are checked next.");
      }
      return with(found);
    }
    bucketsReady(List.of());
    if (reading.tooMany()) {
      return unusable(found, Reason.TooManyObjects, DatasetMessages.tooMany(spec));
    }
    if (spec.source().manifest() != null && reading.rejections().count() > 0) {
      return unusable(found, Reason.InvalidManifest, DatasetMessages.badLines(spec, reading));
    }
    // An empty source checked again is no news, so the time of an earlier reading stays.
    String message = DatasetMessages.empty(spec, reading);
    conditions
        .isFalse(ConditionType.ManifestReady, Reason.EmptySource, message)
        .reconciling(Reason.EmptySource, message);
    return with(found.toBuilder().lastRefreshTime(before.lastRefreshTime()).build());
  }

  /** Whether this pass has seen that browsers may read from each of the buckets. */
  private boolean allServe(List<String> names) {
    return seen.remote().orElseThrow().buckets().stream()
        .filter(bucket -> bucket.serves(seen.region(), spec.cors() == Cors.Ignore))
        .map(BucketView::name)
        .collect(Collectors.toSet())
        .containsAll(names);
  }

  private LabelingDatasetStatus unusable(
      LabelingDatasetStatus found, Reason reason, String message) {
    conditions.isFalse(ConditionType.ManifestReady, reason, message).stalled(reason, message);
    return with(found);
  }

  private LabelingDatasetStatus with(LabelingDatasetStatus members) {
    return with(members, progress.generation());
  }

  private LabelingDatasetStatus with(LabelingDatasetStatus members, long observedGeneration) {
    return members.toBuilder()
        .observedGeneration(observedGeneration)
        .conditions(conditions.over(before.conditions(), observedGeneration, seen.now()))
        .region(region())
        .build();
  }

  private String region() {
    return seen.remote()
        .flatMap(remote -> remote.buckets().stream().findFirst())
        .flatMap(BucketView::region)
        .orElse(before.region());
  }

  private String manifestMessage() {
    return progress.condition(ConditionType.ManifestReady).map(Condition::message).orElse("");
  }

  private void carry(ConditionType type) {
    progress
        .condition(type)
        .ifPresent(
            c ->
                Reason.of(c.reason())
                    .ifPresent(reason -> conditions.set(type, c.status(), reason, c.message())));
  }

  /** After a new generation or token, the last reading is out of date. */
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
