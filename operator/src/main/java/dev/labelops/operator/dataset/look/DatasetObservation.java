package dev.labelops.operator.dataset.look;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one pass knows before it decides.
 *
 * @param dataset as read live
 * @param region in which everything must lie
 * @param violations of the specification
 * @param forbidden what the namespace may not name, one sentence each
 * @param remote empty when AWS was not asked, because there was no need or no permission
 */
public record DatasetObservation(
    LabelingDataset dataset,
    Instant now,
    String region,
    List<Violation> violations,
    List<String> forbidden,
    Optional<Remote> remote) {

  /**
   * What AWS said.
   *
   * @param buckets the data set's own first, then others with objects of the manifest
   * @param manifestEtag of a brought manifest that was rejected before; empty when not asked for
   * @param failure the call that ended the look
   */
  public record Remote(
      List<BucketView> buckets, Optional<String> manifestEtag, Optional<CloudFailure> failure) {}

  /** Of an object that was not looked at. */
  public static DatasetObservation unseen(LabelingDataset dataset, Instant now) {
    return new DatasetObservation(dataset, now, "", List.of(), List.of(), Optional.empty());
  }

  public DatasetProgress progress() {
    return new DatasetProgress(dataset);
  }
}
