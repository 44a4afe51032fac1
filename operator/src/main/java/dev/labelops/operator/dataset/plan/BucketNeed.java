package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What keeps buckets from being used for a data set. Pure. */
public sealed interface BucketNeed {
  /**
   * There is no such bucket.
   *
   * @param create whether the data set asks for it to be created
   */
  record Missing(String bucket, boolean create) implements BucketNeed {}

  /** They are in another region. */
  record OtherRegion(List<BucketView> buckets) implements BucketNeed {}

  /** Browsers cannot read from them. */
  record NoCors(List<String> buckets) implements BucketNeed {}

  /**
   * The first thing to settle. Before the source is read again, it is open which other buckets it
   * will name.
   *
   * @param region in which all buckets must be
   * @param seen the data set's own first, then others with objects of the manifest
   * @return empty when the buckets can be used
   */
  static Optional<BucketNeed> first(
      LabelingDataset dataset, Instant now, String region, List<BucketView> seen) {
    boolean published = new DatasetProgress(dataset).published(now);
    return first(dataset.getSpec(), region, published ? seen : seen.subList(0, 1));
  }

  private static Optional<BucketNeed> first(
      LabelingDatasetSpec spec, String region, List<BucketView> buckets) {
    Optional<String> missing =
        buckets.stream().filter(b -> !b.exists()).map(BucketView::name).findFirst();
    if (missing.isPresent()) {
      String name = missing.get();
      boolean create =
          name.equals(spec.bucket().name()) && Boolean.TRUE.equals(spec.bucket().create());
      return Optional.of(new Missing(name, create));
    }
    List<BucketView> elsewhere =
        buckets.stream().filter(b -> !b.region().equals(Optional.of(region))).toList();
    if (!elsewhere.isEmpty()) {
      return Optional.of(new OtherRegion(elsewhere));
    }
    List<String> closed =
        buckets.stream().filter(BucketView::lacksCors).map(BucketView::name).toList();
    return closed.isEmpty() ? Optional.empty() : Optional.of(new NoCors(closed));
  }
}
