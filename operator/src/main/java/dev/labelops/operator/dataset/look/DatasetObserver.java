package dev.labelops.operator.dataset.look;

import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.dataset.plan.DatasetTenancy;
import dev.labelops.operator.dataset.plan.DatasetValidator;
import dev.labelops.operator.dataset.plan.OwnPrefixes;
import dev.labelops.operator.dataset.plan.SourceRefresh;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/** Looks, and changes nothing. AWS is asked only when the answer can matter. */
public final class DatasetObserver {
  private final Platform platform;

  public DatasetObserver(Platform platform) {
    this.platform = platform;
  }

  /**
   * @param dataset as read live
   * @return to be closed at the end of the pass: it may hold a manifest that is to be written
   */
  public DatasetObservation observe(LabelingDataset dataset, Instant now) {
    AwsClients.Scope scope = platform.aws().scope(dataset.getSpec().aws());
    List<Violation> violations = DatasetValidator.check(dataset.getSpec());
    List<String> forbidden = DatasetTenancy.forbidden(dataset, platform.settings().tenancy());
    DatasetProgress progress = new DatasetProgress(dataset);
    boolean ask = violations.isEmpty() && forbidden.isEmpty() && !progress.settled(now);
    return new DatasetObservation(
        dataset,
        now,
        scope.region(),
        violations,
        forbidden,
        ask
            ? Optional.of(
                remote(dataset, now, scope.region(), ObjectStore.in(platform.aws(), scope)))
            : Optional.empty());
  }

  private Remote remote(LabelingDataset dataset, Instant now, String region, ObjectStore store) {
    DatasetProgress progress = new DatasetProgress(dataset);
    List<BucketView> buckets = new ArrayList<>();
    Medium.Cors needed = dataset.getSpec().mediaType().medium().cors();
    try {
      for (String name : bucketsToLookAt(dataset, progress)) {
        buckets.add(bucket(name, region, needsCors(dataset, name), needed, store));
      }
      Optional<String> etag =
          progress.rejected(now) ? manifestEtag(dataset.getSpec(), store) : Optional.empty();
      boolean due = SourceRefresh.isDue(dataset, now, region, buckets, etag);
      return new Remote(
          List.copyOf(buckets),
          due ? Optional.of(source(dataset, store)) : Optional.empty(),
          Optional.empty());
    } catch (CloudFailure failure) {
      return new Remote(List.copyOf(buckets), Optional.empty(), Optional.of(failure));
    }
  }

  private SourceReading source(LabelingDataset dataset, ObjectStore store) {
    return dataset.getSpec().source().s3Prefix() != null
        ? new ListingReader(store, dataset, ownPrefixes(dataset)).read()
        : new SuppliedManifestReader(store, dataset, platform.settings().tenancy()).read();
  }

  private List<String> ownPrefixes(LabelingDataset dataset) {
    return OwnPrefixes.of(
        dataset.getSpec(),
        platform
            .kubernetes()
            .resources(LabelingJob.class)
            .inNamespace(dataset.getMetadata().getNamespace())
            .list()
            .getItems());
  }

  private static SequencedSet<String> bucketsToLookAt(
      LabelingDataset dataset, DatasetProgress progress) {
    SequencedSet<String> names = new LinkedHashSet<>();
    names.add(dataset.getSpec().bucket().name());
    names.addAll(progress.objectBuckets());
    return names;
  }

  /**
   * Whether browsers load objects from the bucket, as far as known: a supplied manifest says which
   * buckets those are only once it was read.
   */
  private static boolean needsCors(LabelingDataset dataset, String bucket) {
    if (dataset.getSpec().cors() == Cors.Ignore) {
      return false;
    }
    List<String> holding =
        dataset.getSpec().source().s3Prefix() != null
            ? List.of(dataset.getSpec().bucket().name())
            : new DatasetProgress(dataset).objectBuckets();
    return holding.contains(bucket);
  }

  /** S3 answers for the settings of a bucket in the bucket's own region only. */
  private static BucketView bucket(
      String name, String wantedRegion, boolean withCors, Medium.Cors needed, ObjectStore store) {
    Optional<String> region = store.bucketRegion(name);
    return new BucketView(
        name,
        region,
        withCors && region.equals(Optional.of(wantedRegion))
            ? Optional.of(store.cors(name))
            : Optional.empty(),
        needed);
  }

  private static Optional<String> manifestEtag(LabelingDatasetSpec spec, ObjectStore store) {
    return Optional.ofNullable(spec.source().manifest())
        .flatMap(manifest -> S3Location.valid(manifest.uri()))
        .flatMap(address -> store.head(address.bucket(), address.key()))
        .map(StoredObject::etag);
  }
}
