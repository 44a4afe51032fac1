package dev.labelops.operator.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.labelops.groundtruth.Medium;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;

/** The specification of a data set. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@ValidationRule(
    value = "self.mediaType != 'Text' || !has(self.source.s3Prefix)",
    message =
        "text objects are the lines of a manifest: with mediaType Text use source.manifest instead of"
            + " source.s3Prefix")
@ValidationRule(
    value = "self.mediaType != 'PointCloudFrame' || !has(self.source.s3Prefix)",
    message =
        "a listing does not show the time of a point cloud frame: with mediaType PointCloudFrame"
            + " supply a manifest with source-ref-metadata as source.manifest")
public record LabelingDatasetSpec(
    @JsonPropertyDescription("Region and role of the AWS calls. Default: the operator's own.")
        AwsScope aws,
    @Required @JsonPropertyDescription("The bucket that contains the objects.") Bucket bucket,
    @Default("Merge")
        @JsonPropertyDescription(
            "Workers' browsers load objects directly from the bucket, which needs a CORS"
                + " rule. Merge adds the rule to the existing rules; Verify only checks it;"
                + " Ignore does neither.")
        Cors cors,
    @Default("Image")
        @JsonPropertyDescription(
            "Kind of the objects. Image and Video: files; Text: lines of a manifest; VideoFrames"
                + " and PointCloudSequence: sequence files (.json), each of which names its frames;"
                + " PointCloudFrame: point cloud files that a manifest lists.")
        MediaType mediaType,
    @Required @JsonPropertyDescription("Where the objects come from. Exactly one member.")
        Source source,
    @Default("manifests/")
        @Size(min = 1, max = 512)
        @Pattern("^[^/].*/$")
        @JsonPropertyDescription(
            "Key prefix in the bucket under which the input manifest is written; ends with '/'.")
        String manifestPrefix,
    @Size(max = 16)
        @Pattern("^([0-9]+h)?([0-9]+m)?([0-9]+s)?$")
        @ValidationRule(
            value = "duration(self) >= duration('1m')",
            message = "must be at least 1m: each refresh lists the whole prefix")
        @JsonPropertyDescription(
            "How often the source is read again, for example 1h. Omitted: once per change"
                + " of the spec. A new value of the annotation labelops.dev/refresh makes"
                + " LabelOps read it again.")
        String refreshInterval) {

  /** How CORS rules are handled. */
  public enum Cors {
    Merge,
    Verify,
    Ignore
  }

  /** Kind of the objects, as task types have it. */
  public enum MediaType {
    Image,
    Text,
    Video,
    VideoFrames,
    PointCloudFrame,
    PointCloudSequence;

    /** What Ground Truth fixes about it. */
    public Medium medium() {
      return Medium.valueOf(name());
    }
  }

  /** The bucket that contains the objects. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Bucket(
      @Required @Size(min = 3, max = 63) @Pattern("^[a-z0-9][a-z0-9.-]+[a-z0-9]$") String name,
      @Default("false")
          @JsonPropertyDescription(
              "Create the bucket if it does not exist, private, in the region of spec.aws."
                  + " It is never deleted.")
          Boolean create) {}

  /** Exactly one member is set. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @ValidationRule(
      value = "has(self.s3Prefix) != has(self.manifest)",
      message = "set exactly one of s3Prefix and manifest")
  public record Source(
      @JsonPropertyDescription("Every object below a prefix of the bucket.") S3Prefix s3Prefix,
      @JsonPropertyDescription(
              "Your own input manifest (JSON Lines with source-ref or source). Every line"
                  + " is checked.")
          Manifest manifest) {}

  /** Objects below a prefix. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record S3Prefix(
      @Required
          @Size(max = 1024)
          @Pattern("^([^/].*)?$")
          @JsonPropertyDescription(
              "Key prefix, without a leading slash; empty for the whole bucket.")
          String prefix,
      @Size(max = 20)
          @JsonPropertyDescription(
              "Globs. The key after the prefix must match one of them, ignoring case: *"
                  + " and ? stop at '/', ** does not, {a,b} is a choice; a glob without '/'"
                  + " matches the last part of the key at any depth. Default for images: *.jpg,"
                  + " *.jpeg, *.png; for videos: *.mp4, *.ogg, *.webm; for sequences: *.json.")
          List<@Size(min = 1, max = 256) String> include,
      @Size(max = 20)
          @JsonPropertyDescription(
              "Globs of the same form that the key after the prefix must not match.")
          List<@Size(min = 1, max = 256) String> exclude,
      @JsonPropertyDescription("Take only a sample, with the same objects each time.")
          Sample sample) {}

  /** A reproducible part of the objects. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Sample(
      @Required @Min(1) @Max(100) @JsonPropertyDescription("Share of the objects in percent.")
          Integer percent,
      @Default("0") @JsonPropertyDescription("Another seed selects other objects.") Long seed) {}

  /** The user's own manifest. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Manifest(
      @Required
          @Size(min = 6, max = 1024)
          @Pattern("^s3://[^/]+/.+$")
          @JsonPropertyDescription("s3:// address of the manifest.")
          String uri) {}
}
