package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What was observed of a data set. Holds line numbers, fields and reasons, never content. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record LabelingDatasetStatus(
    @JsonPropertyDescription(
            "metadata.generation that this status speaks of; -1 before the first look.")
        Long observedGeneration,
    @JsonPropertyDescription("Ready, Reconciling, Stalled, Synced, BucketReady, ManifestReady.")
        List<Condition> conditions,
    @JsonPropertyDescription("Region of the bucket.") String region,
    @JsonPropertyDescription("Lines of the input manifest.") Long objectCount,
    @JsonPropertyDescription("Sum of the objects' sizes in bytes; absent for a brought manifest.")
        Long totalBytes,
    @JsonPropertyDescription(
            "The input manifest (InputConfig ManifestS3Uri); its key holds its hash.")
        String manifestUri,
    @JsonPropertyDescription("SHA-256 of the manifest's bytes, lower-case hex.")
        String manifestSha256,
    @JsonPropertyDescription("Buckets that hold objects of the manifest; each needs the CORS rule.")
        List<String> objectBuckets,
    @JsonPropertyDescription(
            "Keys of a listing that were left out, or lines that make a brought manifest unusable.")
        Rejected rejected,
    @JsonPropertyDescription(
            "Lines of a brought manifest whose source-ref an earlier line has already; each is labeled,"
                + " and paid for, again. Absent when there are none.")
        Long duplicates,
    @JsonPropertyDescription("When the source was last read to its end, RFC 3339.")
        String lastRefreshTime,
    @JsonPropertyDescription("ETag of the brought manifest when it was last read.")
        String sourceEtag,
    @JsonPropertyDescription("Token of the annotation labelops.dev/refresh that was last served.")
        String refreshToken)
    implements ObservedStatus {

  /** What was left out of the manifest. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Rejected(
      Long count,
      @JsonPropertyDescription("Counts by reason.") List<ReasonCount> byReason,
      @JsonPropertyDescription("The first ones, at most 10.") List<RejectedLine> firstLines) {}

  /** How many were rejected for one reason. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ReasonCount(String reason, Long count) {}

  /**
   * One rejected line or key.
   *
   * @param line counted from 1; for a listing the position in it
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record RejectedLine(Long line, String field, String reason) {}
}
