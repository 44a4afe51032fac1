package dev.labelops.operator.dataset.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.RejectedLine;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.dataset.Datasets;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.manifest.Rejections;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.FailureStreak;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatasetStatusMapperTest {
  private static final Instant NOW = Instant.parse("2026-08-01T12:00:00.9Z");
  private static final BucketView GOOD =
      new BucketView(
          "brand-logos",
          Optional.of("eu-west-1"),
          Optional.of(CorsRules.merged(List.of(), Medium.Cors.Get)),
          Medium.Cors.Get);

  private static DatasetObservation at(LabelingDataset dataset, Instant when) {
    return new DatasetObservation(
        dataset,
        when,
        "eu-west-1",
        List.of(),
        List.of(),
        Optional.of(new Remote(List.of(GOOD), Optional.empty(), Optional.empty())));
  }

  private static SourceReading reading(
      long objects, Rejections rejections, boolean published, String... buckets) {
    return new SourceReading(
        true,
        objects,
        false,
        rejections,
        0,
        Optional.of(12L),
        List.of(buckets),
        published
            ? Optional.of(
                new Manifest(new S3Location("brand-logos", "manifests/x"), "x", Optional.empty()))
            : Optional.empty(),
        Optional.empty());
  }

  private static LabelingDatasetStatus after(
      LabelingDataset dataset, Instant when, DatasetAction action, DatasetOutcome outcome) {
    return DatasetStatusMapper.map(at(dataset, when), action, outcome, Duration.ZERO);
  }

  private static LabelingDatasetStatus after(
      LabelingDataset dataset, Instant when, DatasetAction action) {
    return after(dataset, when, action, new DatasetOutcome.Done());
  }

  private static DatasetAction read(SourceReading reading) {
    return new DatasetAction.PublishManifest(reading);
  }

  private static String condition(LabelingDatasetStatus status, ConditionType type) {
    return Conditions.find(status.conditions(), type)
        .map(c -> c.status() + " " + c.reason())
        .orElse("absent");
  }

  @Test
  void aReadSourceIsReady() {
    Rejections rejections = new Rejections();
    rejections.add(4, "size", RejectionReason.EmptyObject);
    LabelingDatasetStatus status =
        after(
            Datasets.of(Datasets.LISTING), NOW, read(reading(3, rejections, true, "brand-logos")));
    assertThat(condition(status, ConditionType.Ready)).isEqualTo("True Available");
    assertThat(condition(status, ConditionType.BucketReady)).isEqualTo("True Available");
    assertThat(condition(status, ConditionType.ManifestReady)).isEqualTo("True Available");
    assertThat(condition(status, ConditionType.Reconciling)).isEqualTo("absent");
    assertThat(status.objectCount()).isEqualTo(3);
    assertThat(status.totalBytes()).isEqualTo(12);
    assertThat(status.lastRefreshTime()).isEqualTo("2026-08-01T12:00:00Z");
    assertThat(status.observedGeneration()).isEqualTo(1);
    assertThat(status.region()).isEqualTo("eu-west-1");
    assertThat(status.rejected().firstLines())
        .containsExactly(new RejectedLine(4L, "size", "EmptyObject"));
    assertThat(status.conditions()).allMatch(c -> c.observedGeneration() == 1);
  }

  @Test
  void aManifestThatNamesAnUnseenBucketIsNotReadyYet() {
    LabelingDatasetStatus status =
        after(
            Datasets.of(Datasets.SUPPLIED),
            NOW,
            read(reading(3, new Rejections(), true, "brand-logos", "other")));
    assertThat(condition(status, ConditionType.Ready)).isEqualTo("False Creating");
    assertThat(condition(status, ConditionType.ManifestReady)).isEqualTo("True Available");
    assertThat(status.objectBuckets()).containsExactly("brand-logos", "other");
  }

  @Test
  void badLinesStallAndShowWhereButNoSize() {
    Rejections rejections = new Rejections();
    rejections.add(2, "source-ref", RejectionReason.NotText);
    LabelingDatasetStatus status =
        after(Datasets.of(Datasets.SUPPLIED), NOW, read(reading(3, rejections, false)));
    assertThat(condition(status, ConditionType.Stalled)).isEqualTo("True InvalidManifest");
    assertThat(condition(status, ConditionType.Reconciling)).isEqualTo("absent");
    assertThat(status.objectCount()).isNull();
    assertThat(status.manifestUri()).isNull();
    assertThat(status.rejected().count()).isEqualTo(1);
  }

  @Test
  void anEmptySourceSeenAgainIsNoNews() {
    LabelingDataset dataset = Datasets.of(Datasets.LISTING);
    DatasetAction empty = read(reading(0, new Rejections(), false, "brand-logos"));
    dataset.setStatus(after(dataset, NOW, empty));
    assertThat(condition(dataset.getStatus(), ConditionType.Reconciling))
        .isEqualTo("True EmptySource");
    assertThat(dataset.getStatus().objectCount()).isZero();
    assertThat(after(dataset, NOW.plusSeconds(60), empty)).isEqualTo(dataset.getStatus());
  }

  @Test
  void aRefreshThatFindsTheSameMovesOnlyItsTime() {
    LabelingDataset dataset = Datasets.of(Datasets.LISTING);
    DatasetAction same = read(reading(3, new Rejections(), true, "brand-logos"));
    LabelingDatasetStatus first = after(dataset, NOW, same);
    dataset.setStatus(first);
    LabelingDatasetStatus second = after(dataset, NOW.plusSeconds(3600), same);
    assertThat(second.lastRefreshTime()).isEqualTo("2026-08-01T13:00:00Z");
    assertThat(second.conditions()).isEqualTo(first.conditions());
    assertThat(second.manifestUri()).isEqualTo(first.manifestUri());
  }

  @Test
  void deniedIsPatientForTwoMinutesAndStalledAfter() {
    LabelingDataset dataset = Datasets.of(Datasets.LISTING);
    CloudFailure denied =
        new CloudFailure(ErrorClass.DENIED, "s3:PutBucketCORS", "AccessDenied", "no", null);
    DatasetAction action = new DatasetAction.Endure(denied);
    DatasetOutcome failed = new DatasetOutcome.Failed(denied);
    LabelingDatasetStatus early =
        DatasetStatusMapper.map(at(dataset, NOW), action, failed, Duration.ofSeconds(119));
    assertThat(condition(early, ConditionType.Reconciling)).isEqualTo("True AccessDenied");
    assertThat(condition(early, ConditionType.Stalled)).isEqualTo("absent");
    assertThat(condition(early, ConditionType.BucketReady)).isEqualTo("Unknown AccessDenied");
    assertThat(ready(early).message()).contains("s3:PutBucketCORS").contains("Grant");

    LabelingDatasetStatus late =
        DatasetStatusMapper.map(at(dataset, NOW), action, failed, Duration.ofMinutes(2));
    assertThat(condition(late, ConditionType.Stalled)).isEqualTo("True AccessDenied");
    assertThat(condition(late, ConditionType.Reconciling)).isEqualTo("absent");

    dataset.setStatus(late);
    Duration failingFor =
        FailurePolicy.COMMON.failingFor(late.conditions(), FailureStreak.first(denied, NOW, 0));
    assertThat(DatasetStatusMapper.map(at(dataset, NOW), action, failed, failingFor))
        .as("a restarted operator does not become hopeful again")
        .isEqualTo(late);
  }

  @Test
  void aPausedObjectThatWasNeverLookedAtSaysSo() {
    LabelingDatasetStatus frozen = DatasetStatusMapper.frozen(Datasets.of(Datasets.LISTING), NOW);
    assertThat(condition(frozen, ConditionType.Ready)).isEqualTo("Unknown Paused");
    assertThat(condition(frozen, ConditionType.Reconciling)).isEqualTo("True Paused");
    assertThat(condition(frozen, ConditionType.Stalled)).isEqualTo("absent");
  }

  @Test
  void whatTimeCuresLeavesAKnownStatusAsItWas() {
    LabelingDataset dataset = Datasets.of(Datasets.LISTING);
    CloudFailure throttled =
        new CloudFailure(ErrorClass.THROTTLED, "s3:ListBucket", "SlowDown", "slow", null);
    DatasetAction action = new DatasetAction.Endure(throttled);
    LabelingDatasetStatus first = after(dataset, NOW, action, new DatasetOutcome.Failed(throttled));
    assertThat(condition(first, ConditionType.Reconciling))
        .as("an object that was never looked at says why nothing happens")
        .isEqualTo("True Throttled");

    dataset.setStatus(after(dataset, NOW, read(reading(3, new Rejections(), true, "brand-logos"))));
    assertThat(after(dataset, NOW.plusSeconds(3600), action, new DatasetOutcome.Failed(throttled)))
        .isEqualTo(dataset.getStatus());
  }

  @Test
  void aChangedSpecMakesTheOldManifestOutOfDateUntilItIsRead() {
    LabelingDataset dataset = Datasets.of(Datasets.LISTING);
    dataset.setStatus(after(dataset, NOW, read(reading(3, new Rejections(), true, "brand-logos"))));
    dataset.getMetadata().setGeneration(2L);
    LabelingDatasetStatus status =
        after(
            dataset,
            NOW,
            new DatasetAction.MergeCors(List.of("brand-logos")),
            new DatasetOutcome.Done());
    assertThat(condition(status, ConditionType.ManifestReady)).isEqualTo("Unknown Refreshing");
    dataset.setStatus(status);
    assertThat(dataset.getStatus().observedGeneration()).isEqualTo(2);
    assertThat(new DatasetProgress(dataset).published(NOW)).isFalse();
  }

  private static Condition ready(LabelingDatasetStatus status) {
    return Conditions.find(status.conditions(), ConditionType.Ready).orElseThrow();
  }
}
