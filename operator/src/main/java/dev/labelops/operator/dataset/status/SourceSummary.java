package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.ReasonCount;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.Rejected;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.RejectedLine;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import dev.labelops.operator.manifest.Rejections;
import java.time.temporal.ChronoUnit;

/** The members of a data set's status that a reading of the source fills. Pure. */
final class SourceSummary {
  private SourceSummary() {}

  /**
   * A status that says what a reading found and nothing else. Counts of a source that cannot be
   * used are not shown as its size.
   */
  static LabelingDatasetStatus of(SourceReading reading, DatasetObservation seen) {
    LabelingDatasetStatus.Builder status =
        LabelingDatasetStatus.builder()
            .rejected(rejected(reading.rejections()))
            .duplicates(reading.duplicates() == 0 ? null : reading.duplicates())
            .lastRefreshTime(seen.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .sourceEtag(reading.sourceEtag().orElse(null))
            .refreshToken(seen.progress().refreshToken());
    if (reading.manifest().isPresent()) {
      Manifest manifest = reading.manifest().get();
      status
          .objectCount(reading.objects())
          .totalBytes(reading.totalBytes().orElse(null))
          .manifestUri(manifest.address().toString())
          .manifestSha256(manifest.sha256())
          .objectBuckets(reading.objectBuckets().isEmpty() ? null : reading.objectBuckets());
    } else if (reading.objects() == 0) {
      status.objectCount(0L);
    }
    return status.build();
  }

  private static Rejected rejected(Rejections rejections) {
    if (rejections.count() == 0) {
      return null;
    }
    return new Rejected(
        rejections.count(),
        rejections.byReason().entrySet().stream()
            .map(entry -> new ReasonCount(entry.getKey().name(), entry.getValue()))
            .toList(),
        rejections.first().stream()
            .map(line -> new RejectedLine(line.line(), line.field(), line.reason().name()))
            .toList());
  }
}
