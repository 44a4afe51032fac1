package dev.labelops.operator.dataset.look;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.DatasetProgress;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that one pass knows before it decides. The pass closes it when it is over.
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
    Optional<Remote> remote)
    implements AutoCloseable {

  /**
   * What AWS said.
   *
   * @param buckets the data set's own first, then others with objects of the manifest
   * @param source what it holds; empty when it was not read, because there was no need or a bucket
   *     cannot be used
   * @param failure the call that ended the look
   */
  public record Remote(
      List<BucketView> buckets, Optional<SourceReading> source, Optional<CloudFailure> failure) {}

  /** Of an object that was not looked at. */
  public static DatasetObservation unseen(LabelingDataset dataset, Instant now) {
    return new DatasetObservation(dataset, now, "", List.of(), List.of(), Optional.empty());
  }

  public DatasetProgress progress() {
    return new DatasetProgress(dataset);
  }

  /** Gives up a manifest that was read and that nobody is going to write any more. */
  @Override
  public void close() {
    remote.flatMap(Remote::source).ifPresent(SourceReading::close);
  }
}
