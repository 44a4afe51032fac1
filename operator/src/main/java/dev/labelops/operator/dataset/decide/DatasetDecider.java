package dev.labelops.operator.dataset.decide;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObservation.Remote;
import dev.labelops.operator.dataset.plan.BucketNeed;
import dev.labelops.operator.dataset.plan.BucketView;
import java.util.List;

/** Chooses the one thing to do next. Pure. */
public final class DatasetDecider {
  private DatasetDecider() {}

  public static DatasetAction decide(DatasetObservation seen) {
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
    return BucketNeed.first(seen.dataset(), seen.now(), seen.region(), remote.buckets())
        .map(need -> buckets(seen.dataset().getSpec().cors(), need))
        .orElseGet(() -> source(seen, remote));
  }

  private static DatasetAction buckets(Cors cors, BucketNeed need) {
    return switch (need) {
      case BucketNeed.Missing(String bucket, boolean create) ->
          create ? new DatasetAction.CreateBucket(bucket) : new DatasetAction.WaitForBucket(bucket);
      case BucketNeed.OtherRegion(List<BucketView> elsewhere) ->
          new DatasetAction.RefuseRegion(elsewhere);
      case BucketNeed.NoCors(List<String> closed) ->
          cors == Cors.Merge
              ? new DatasetAction.MergeCors(closed)
              : new DatasetAction.RefuseCors(closed);
    };
  }

  private static DatasetAction source(DatasetObservation seen, Remote remote) {
    if (seen.progress().published(seen.now())) {
      return new DatasetAction.Conclude();
    }
    return remote
        .source()
        .<DatasetAction>map(DatasetAction.PublishManifest::new)
        .orElseGet(DatasetAction.AwaitCorrection::new);
  }
}
