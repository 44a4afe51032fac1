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

  /** An empty status: nothing is known. */
  public static Builder builder() {
    return new Builder();
  }

  /** A copy to change. */
  public Builder toBuilder() {
    return builder()
        .observedGeneration(observedGeneration)
        .conditions(conditions)
        .region(region)
        .objectCount(objectCount)
        .totalBytes(totalBytes)
        .manifestUri(manifestUri)
        .manifestSha256(manifestSha256)
        .objectBuckets(objectBuckets)
        .rejected(rejected)
        .duplicates(duplicates)
        .lastRefreshTime(lastRefreshTime)
        .sourceEtag(sourceEtag)
        .refreshToken(refreshToken);
  }

  /** Sets members of a status by name; what is not set is null and not shown. */
  public static final class Builder {
    private Long observedGeneration;
    private List<Condition> conditions;
    private String region;
    private Long objectCount;
    private Long totalBytes;
    private String manifestUri;
    private String manifestSha256;
    private List<String> objectBuckets;
    private Rejected rejected;
    private Long duplicates;
    private String lastRefreshTime;
    private String sourceEtag;
    private String refreshToken;

    private Builder() {}

    public Builder observedGeneration(Long value) {
      observedGeneration = value;
      return this;
    }

    public Builder conditions(List<Condition> value) {
      conditions = value;
      return this;
    }

    public Builder region(String value) {
      region = value;
      return this;
    }

    public Builder objectCount(Long value) {
      objectCount = value;
      return this;
    }

    public Builder totalBytes(Long value) {
      totalBytes = value;
      return this;
    }

    public Builder manifestUri(String value) {
      manifestUri = value;
      return this;
    }

    public Builder manifestSha256(String value) {
      manifestSha256 = value;
      return this;
    }

    public Builder objectBuckets(List<String> value) {
      objectBuckets = value;
      return this;
    }

    public Builder rejected(Rejected value) {
      rejected = value;
      return this;
    }

    public Builder duplicates(Long value) {
      duplicates = value;
      return this;
    }

    public Builder lastRefreshTime(String value) {
      lastRefreshTime = value;
      return this;
    }

    public Builder sourceEtag(String value) {
      sourceEtag = value;
      return this;
    }

    public Builder refreshToken(String value) {
      refreshToken = value;
      return this;
    }

    public LabelingDatasetStatus build() {
      return new LabelingDatasetStatus(
          observedGeneration,
          conditions,
          region,
          objectCount,
          totalBytes,
          manifestUri,
          manifestSha256,
          objectBuckets,
          rejected,
          duplicates,
          lastRefreshTime,
          sourceEtag,
          refreshToken);
    }
  }
}
