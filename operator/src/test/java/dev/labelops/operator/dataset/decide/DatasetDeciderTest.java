package dev.labelops.operator.dataset.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.dataset.Datasets;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.dataset.plan.SourceRefresh;
import dev.labelops.operator.dataset.status.DatasetStatusMapper;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.manifest.Rejections;
import dev.labelops.operator.status.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetDeciderTest {
  private static final Instant NOW = Instant.parse("2026-08-01T12:00:00Z");
  private static final String REGION = "eu-west-1";
  private static final String CREATE = Datasets.LISTING.replace("create: false", "create: true");
  private static final String VERIFY = Datasets.LISTING.replace("cors: Merge", "cors: Verify");
  private static final String HOURLY = Datasets.LISTING + "refreshInterval: 1h\n";

  private static final BucketView GOOD =
      new BucketView(
          "brand-logos",
          Optional.of(REGION),
          Optional.of(CorsRules.merged(List.of(), Medium.Cors.Get)),
          Medium.Cors.Get);
  private static final BucketView CLOSED =
      new BucketView(
          "brand-logos", Optional.of(REGION), Optional.of(List.<CorsRule>of()), Medium.Cors.Get);
  private static final BucketView MISSING =
      new BucketView("brand-logos", Optional.empty(), Optional.empty(), Medium.Cors.Get);
  private static final BucketView ELSEWHERE =
      new BucketView(
          "brand-logos", Optional.of("us-east-1"), Optional.of(List.of()), Medium.Cors.Get);
  private static final BucketView OTHER_CLOSED =
      new BucketView("other", Optional.of(REGION), Optional.of(List.of()), Medium.Cors.Get);
  private static final BucketView OTHER_MISSING =
      new BucketView("other", Optional.empty(), Optional.empty(), Medium.Cors.Get);

  private static final CloudFailure DENIED =
      new CloudFailure(ErrorClass.DENIED, "s3:ListBucket", "AccessDenied", "no", null);
  private static final Violation VIOLATION = new Violation("spec.x", "v", "rule", "cure");

  private static final SourceReading READING = published("brand-logos");

  record Row(String reason, DatasetObservation seen, DatasetAction expected) {
    @Override
    public String toString() {
      return reason;
    }
  }

  static Stream<Row> rows() {
    LabelingDataset fresh = Datasets.of(Datasets.LISTING);
    LabelingDataset ready = readAt(Datasets.of(HOURLY), NOW.minusSeconds(600), published("other"));
    LabelingDataset due = readAt(Datasets.of(HOURLY), NOW.minusSeconds(3600), published("other"));
    LabelingDataset copied =
        readAt(
            Datasets.of(Datasets.SUPPLIED), NOW.minusSeconds(1), published("brand-logos", "other"));
    LabelingDataset bad = readAt(Datasets.of(Datasets.SUPPLIED), NOW.minusSeconds(60), rejected());
    LabelingDataset changed = readAt(fresh(), NOW.minusSeconds(60), published("brand-logos"));
    changed.getMetadata().setGeneration(2L);
    LabelingDataset token =
        Datasets.refreshedBy(readAt(fresh(), NOW.minusSeconds(60), published("brand-logos")), "t1");

    return Stream.of(
        new Row(
            "a wrong spec is told before permission is",
            new DatasetObservation(
                fresh, NOW, REGION, List.of(VIOLATION), List.of("role"), Optional.empty()),
            new DatasetAction.Reject(List.of(VIOLATION))),
        new Row(
            "what the namespace may not name ends the pass",
            new DatasetObservation(
                fresh, NOW, REGION, List.of(), List.of("role"), Optional.empty()),
            new DatasetAction.Forbid(List.of("role"))),
        new Row(
            "AWS was not asked because nothing is due",
            new DatasetObservation(ready, NOW, REGION, List.of(), List.of(), Optional.empty()),
            new DatasetAction.LeaveAlone()),
        new Row(
            "a failed look decides nothing else", failed(fresh), new DatasetAction.Endure(DENIED)),
        new Row(
            "no bucket, and making one was not asked for",
            seen(fresh, MISSING),
            new DatasetAction.WaitForBucket("brand-logos")),
        new Row(
            "no bucket, and create is set",
            seen(Datasets.of(CREATE), MISSING),
            new DatasetAction.CreateBucket("brand-logos")),
        new Row(
            "create is set, but the missing bucket is one that the manifest names",
            seen(withCreate(copied), GOOD, OTHER_MISSING),
            new DatasetAction.WaitForBucket("other")),
        new Row(
            "the region comes before CORS: nothing is changed in a bucket that cannot be used",
            seen(fresh, ELSEWHERE),
            new DatasetAction.RefuseRegion(List.of(ELSEWHERE))),
        new Row(
            "the rule is missing and may be added",
            seen(fresh, CLOSED),
            new DatasetAction.MergeCors(List.of("brand-logos"))),
        new Row(
            "the rule is missing and may only be checked",
            seen(Datasets.of(VERIFY), CLOSED),
            new DatasetAction.RefuseCors(List.of("brand-logos"))),
        new Row(
            "CORS is not looked at",
            seen(
                Datasets.of(Datasets.LISTING.replace("Merge", "Ignore")),
                new BucketView(
                    "brand-logos", Optional.of(REGION), Optional.empty(), Medium.Cors.Get)),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "the bucket is fine and the source was never read",
            seen(fresh, GOOD),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "the spec changed since the source was read",
            seen(changed, GOOD),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "a new refresh token reads once more",
            seen(token, GOOD),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "the refresh interval is over",
            seen(due, GOOD),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "a bucket that the next reading may no longer name does not hold it up",
            seen(due, GOOD, OTHER_MISSING),
            new DatasetAction.PublishManifest(READING)),
        new Row(
            "the copied manifest names another bucket that browsers cannot read",
            seen(copied, GOOD, OTHER_CLOSED),
            new DatasetAction.MergeCors(List.of("other"))),
        new Row(
            "everything is in place, only Ready is not said yet",
            seen(copied, GOOD),
            new DatasetAction.Conclude()),
        new Row(
            "a rejected manifest that nobody touched is not read again",
            rejectedWithEtag(bad, "etag-1"),
            new DatasetAction.AwaitCorrection()),
        new Row(
            "a rejected manifest that was replaced is read again",
            rejectedWithEtag(bad, "etag-2"),
            new DatasetAction.PublishManifest(READING)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void decides(Row row) {
    assertThat(DatasetDecider.decide(row.seen())).as(row.reason()).isEqualTo(row.expected());
  }

  private static LabelingDataset fresh() {
    return Datasets.of(Datasets.LISTING);
  }

  private static LabelingDataset withCreate(LabelingDataset dataset) {
    LabelingDataset creating =
        Datasets.of(Datasets.SUPPLIED.replace("create: false", "create: true"));
    creating.setStatus(dataset.getStatus());
    return creating;
  }

  private static DatasetObservation seen(LabelingDataset dataset, BucketView... buckets) {
    return seen(dataset, Optional.empty(), buckets);
  }

  private static DatasetObservation rejectedWithEtag(LabelingDataset dataset, String etag) {
    return seen(dataset, Optional.of(etag), GOOD);
  }

  /** As the observer sees it: with the source, where it is to be read. */
  private static DatasetObservation seen(
      LabelingDataset dataset, Optional<String> etag, BucketView... buckets) {
    boolean due = SourceRefresh.isDue(dataset, NOW, REGION, List.of(buckets), etag);
    return observation(
        dataset,
        new Remote(
            List.of(buckets), due ? Optional.of(READING) : Optional.empty(), Optional.empty()));
  }

  private static DatasetObservation failed(LabelingDataset dataset) {
    return observation(dataset, new Remote(List.of(), Optional.empty(), Optional.of(DENIED)));
  }

  private static DatasetObservation observation(LabelingDataset dataset, Remote remote) {
    return new DatasetObservation(dataset, NOW, REGION, List.of(), List.of(), Optional.of(remote));
  }

  /** The data set with the status that the mapper itself writes after such a reading. */
  private static LabelingDataset readAt(
      LabelingDataset dataset, Instant when, SourceReading reading) {
    dataset.setStatus(
        DatasetStatusMapper.map(
            new DatasetObservation(
                dataset,
                when,
                REGION,
                List.of(),
                List.of(),
                Optional.of(new Remote(List.of(GOOD), Optional.empty(), Optional.empty()))),
            new DatasetAction.PublishManifest(reading),
            new DatasetOutcome.Done(),
            Duration.ZERO));
    return dataset;
  }

  private static SourceReading published(String... buckets) {
    return new SourceReading(
        true,
        3,
        false,
        new Rejections(),
        0,
        Optional.empty(),
        List.of(buckets),
        Optional.of(
            new Manifest(new S3Location("brand-logos", "manifests/x"), "x", Optional.empty())),
        Optional.of("etag-1"));
  }

  private static SourceReading rejected() {
    Rejections rejections = new Rejections();
    rejections.add(2, "source-ref", RejectionReason.NotText);
    return new SourceReading(
        true,
        3,
        false,
        rejections,
        0,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.of("etag-1"));
  }
}
