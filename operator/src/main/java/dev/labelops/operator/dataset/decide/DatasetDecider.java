package dev.labelops.operator.dataset.decide;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.dataset.look.BucketView;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import java.util.List;
import java.util.Optional;

/** Chooses the one thing to do next. Pure. */
public final class DatasetDecider {
  private DatasetDecider() {}

  public static DatasetAction decide(DatasetObservation seen) {
    if (seen.progress().paused()) {
      return new DatasetAction.Freeze();
    }
    if (!seen.violations().isEmpty()) {
      return new DatasetAction.Reject(seen.violations());
    }
    if (!seen.forbidden().isEmpty()) {
      return new DatasetAction.Forbid(seen.forbidden());
    }
    return seen.remote()
        .map(remote -> decide(seen, remote))
        .orElseGet(DatasetAction.LeaveAlone::new);
  }

  private static DatasetAction decide(DatasetObservation seen, Remote remote) {
    if (remote.failure().isPresent()) {
      return new DatasetAction.Endure(remote.failure().get());
    }
    return buckets(seen, relevant(seen, remote.buckets())).orElseGet(() -> source(seen, remote));
  }

  /** Before the source is read again, it is open which other buckets it will name. */
  private static List<BucketView> relevant(DatasetObservation seen, List<BucketView> buckets) {
    return seen.progress().published(seen.now()) ? buckets : buckets.subList(0, 1);
  }

  private static Optional<DatasetAction> buckets(
      DatasetObservation seen, List<BucketView> buckets) {
    LabelingDatasetSpec spec = seen.dataset().getSpec();
    Optional<String> missing =
        buckets.stream().filter(b -> !b.exists()).map(BucketView::name).findFirst();
    if (missing.isPresent()) {
      String name = missing.get();
      boolean make =
          name.equals(spec.bucket().name()) && Boolean.TRUE.equals(spec.bucket().create());
      return Optional.of(
          make ? new DatasetAction.CreateBucket(name) : new DatasetAction.WaitForBucket(name));
    }
    List<BucketView> elsewhere =
        buckets.stream().filter(b -> !b.region().equals(Optional.of(seen.region()))).toList();
    if (!elsewhere.isEmpty()) {
      return Optional.of(new DatasetAction.RefuseRegion(elsewhere));
    }
    List<String> closed =
        buckets.stream().filter(BucketView::lacksCors).map(BucketView::name).toList();
    if (closed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        spec.cors() == Cors.Merge
            ? new DatasetAction.MergeCors(closed)
            : new DatasetAction.RefuseCors(closed));
  }

  private static DatasetAction source(DatasetObservation seen, Remote remote) {
    if (seen.progress().published(seen.now())) {
      return new DatasetAction.Conclude();
    }
    boolean unchanged =
        seen.progress().rejected(seen.now())
            && remote
                .manifestEtag()
                .equals(Optional.ofNullable(seen.dataset().getStatus().sourceEtag()));
    return unchanged ? new DatasetAction.AwaitCorrection() : new DatasetAction.PublishManifest();
  }
}
