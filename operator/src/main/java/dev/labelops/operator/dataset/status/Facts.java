package dev.labelops.operator.dataset.status;

import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.ReasonCount;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.Rejected;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus.RejectedLine;
import dev.labelops.operator.dataset.act.SourceReading;
import dev.labelops.operator.dataset.look.BucketView;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.manifest.Rejections;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The members of a data set's status that a reading of the source fills; null means unknown. */
record Facts(
    Long objectCount,
    Long totalBytes,
    String manifestUri,
    String manifestSha256,
    List<String> objectBuckets,
    Rejected rejected,
    Long duplicates,
    String lastRefreshTime,
    String sourceEtag,
    String refreshToken,
    String manifestMessage) {

  private static final Facts NONE =
      new Facts(null, null, null, null, List.of(), null, null, null, null, null, "");

  /** What the status that was read holds. */
  static Facts of(LabelingDatasetStatus status) {
    return status == null
        ? NONE
        : new Facts(
            status.objectCount(),
            status.totalBytes(),
            status.manifestUri(),
            status.manifestSha256(),
            Optional.ofNullable(status.objectBuckets()).orElse(List.of()),
            status.rejected(),
            status.duplicates(),
            status.lastRefreshTime(),
            status.sourceEtag(),
            status.refreshToken(),
            Conditions.find(status.conditions(), ConditionType.ManifestReady)
                .map(c -> c.message())
                .orElse(""));
  }

  /** What a reading brought. Counts of a source that cannot be used are not shown as its size. */
  static Facts of(SourceReading reading, DatasetObservation seen) {
    boolean usable = reading.manifest().isPresent();
    boolean empty = reading.objects() == 0;
    return new Facts(
        usable || empty ? reading.objects() : null,
        usable ? reading.totalBytes().orElse(null) : null,
        reading.manifest().map(SourceReading.Published::uri).orElse(null),
        reading.manifest().map(SourceReading.Published::sha256).orElse(null),
        usable ? reading.objectBuckets() : List.of(),
        rejected(reading.rejections()),
        reading.duplicates() == 0 ? null : reading.duplicates(),
        seen.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        reading.sourceEtag().orElse(null),
        seen.progress().refreshToken(),
        "");
  }

  /** The same, with the time of an earlier reading: an empty source looked at again is no news. */
  Facts readAt(Facts earlier) {
    return new Facts(
        objectCount,
        totalBytes,
        manifestUri,
        manifestSha256,
        objectBuckets,
        rejected,
        duplicates,
        earlier.lastRefreshTime,
        sourceEtag,
        refreshToken,
        manifestMessage);
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

  /** The whole status. */
  LabelingDatasetStatus with(Conditions conditions, DatasetObservation seen) {
    return with(conditions, seen, seen.progress().generation());
  }

  /** The whole status, for the generation that it speaks of. */
  LabelingDatasetStatus with(
      Conditions conditions, DatasetObservation seen, long observedGeneration) {
    LabelingDatasetStatus old = seen.dataset().getStatus();
    return new LabelingDatasetStatus(
        observedGeneration,
        conditions.over(old == null ? null : old.conditions(), observedGeneration, seen.now()),
        region(seen, old),
        objectCount,
        totalBytes,
        manifestUri,
        manifestSha256,
        objectBuckets.isEmpty() ? null : objectBuckets,
        rejected,
        duplicates,
        lastRefreshTime,
        sourceEtag,
        refreshToken);
  }

  private static String region(DatasetObservation seen, LabelingDatasetStatus old) {
    return seen.remote()
        .flatMap(remote -> remote.buckets().stream().findFirst())
        .flatMap(BucketView::region)
        .orElse(old == null ? null : old.region());
  }
}
