package dev.labelops.operator.dataset.act;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.CorsRule;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.plan.CorsRules;
import java.util.List;

/** Performs an action: the only code of this kind that changes anything in AWS. */
public final class DatasetActor {
  private final Platform platform;

  public DatasetActor(Platform platform) {
    this.platform = platform;
  }

  public DatasetOutcome perform(DatasetAction action, LabelingDataset dataset) {
    ObjectStore store =
        ObjectStore.in(platform.aws(), platform.aws().scope(dataset.getSpec().aws()));
    try {
      return switch (action) {
        case DatasetAction.CreateBucket(String bucket) -> {
          store.createBucket(bucket);
          yield new DatasetOutcome.Done();
        }
        case DatasetAction.MergeCors(List<String> buckets) -> {
          buckets.forEach(
              bucket -> mergeCors(store, bucket, dataset.getSpec().mediaType().medium().cors()));
          yield new DatasetOutcome.Done();
        }
        case DatasetAction.PublishManifest(SourceReading reading) -> {
          reading.manifest().ifPresent(manifest -> ManifestPublisher.publish(store, manifest));
          yield new DatasetOutcome.Done();
        }
        case DatasetAction.Endure(CloudFailure failure) -> new DatasetOutcome.Failed(failure);
        case DatasetAction.Passive passive -> new DatasetOutcome.Done();
      };
    } catch (CloudFailure failure) {
      return new DatasetOutcome.Failed(failure);
    }
  }

  /**
   * Reads again right before the write and right after: S3 replaces all rules in one call and has
   * no condition for it, so another writer's rules are kept, and one who overwrote LabelOps' rule
   * is noticed.
   */
  private static void mergeCors(ObjectStore store, String bucket, Medium.Cors needed) {
    List<CorsRule> before = store.cors(bucket);
    if (CorsRules.allowBrowsers(before, needed)) {
      return;
    }
    store.putCors(bucket, CorsRules.merged(before, needed));
    if (!CorsRules.allowBrowsers(store.cors(bucket), needed)) {
      throw new CloudFailure(
          ErrorClass.CONFLICT,
          "s3:PutBucketCORS",
          "Overwritten",
          "the CORS rule was added to bucket "
              + bucket
              + " but is missing: something else may"
              + " write the bucket's CORS rules",
          null);
    }
  }
}
