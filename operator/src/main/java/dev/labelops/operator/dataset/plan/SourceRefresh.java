package dev.labelops.operator.dataset.plan;

import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When the source is read. Pure. */
public final class SourceRefresh {
  private SourceRefresh() {}

  /**
   * Whether this pass reads the source: its last reading does not answer what is asked, and the
   * buckets can be used. A rejected manifest is read again only when it has changed.
   *
   * @param region in which all buckets must be
   * @param buckets the data set's own first, then others with objects of the manifest
   * @param manifestEtag of a supplied manifest now, known when it was rejected before
   */
  public static boolean isDue(
      LabelingDataset dataset,
      Instant now,
      String region,
      List<BucketView> buckets,
      Optional<String> manifestEtag) {
    DatasetProgress progress = new DatasetProgress(dataset);
    boolean stillRejected =
        progress.rejected(now)
            && manifestEtag.equals(Optional.ofNullable(dataset.getStatus().sourceEtag()));
    return !progress.published(now)
        && !stillRejected
        && BucketNeed.first(dataset, now, region, buckets).isEmpty();
  }
}
