package dev.labelops.operator.dataset.status;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.Cors;
import dev.labelops.operator.dataset.look.SourceReading;
import dev.labelops.operator.dataset.plan.BucketView;
import dev.labelops.operator.dataset.plan.CorsRules;
import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.status.Violation;
import java.util.List;
import java.util.stream.Collectors;

/** The sentences of a data set's conditions: what, where, which rule, what to do. Pure. */
final class DatasetMessages {
  private DatasetMessages() {}

  static String invalid(List<Violation> violations) {
    return violations.stream().map(Violation::sentence).collect(Collectors.joining(" "));
  }

  static String forbidden(List<String> what) {
    return String.join(". ", what)
        + ". Ask whoever runs the operator to extend labelops.tenancy for this namespace.";
  }

  static String noBucket(String bucket) {
    return "Bucket "
        + bucket
        + " does not exist. Create it, or set spec.bucket.create: true where it is"
        + " spec.bucket.name;"
        + " LabelOps checks again every minute.";
  }

  static String bucketCreated(String bucket) {
    return "Created bucket " + bucket + ".";
  }

  static String wrongRegion(List<BucketView> elsewhere, String wanted) {
    return elsewhere.stream()
            .map(bucket -> "bucket " + bucket.name() + " is in " + bucket.region().orElse("?"))
            .collect(Collectors.joining(", "))
        + ", but everything of a labeling job must be in one region, here "
        + wanted
        + ". Set spec.aws.region, or use a bucket in "
        + wanted
        + ".";
  }

  static String corsMissing(List<String> buckets, Medium.Cors needed) {
    String methods = String.join(", ", needed.methods());
    return "No CORS rule lets browsers "
        + methods
        + " from any origin ('*') in "
        + names(buckets)
        + ", so workers would see no images. Set spec.cors: Merge, or add the rule"
        + " {AllowedMethods: ["
        + methods
        + "], AllowedOrigins: ['*']}.";
  }

  static String corsMerged(List<String> buckets) {
    return "Added the CORS rule '"
        + CorsRules.ID
        + "' beside the others in "
        + names(buckets)
        + ".";
  }

  static String bucketsReady(LabelingDatasetSpec spec, List<String> buckets) {
    return "Right region: "
        + names(buckets)
        + (spec.cors() == Cors.Ignore
            ? "; CORS rules are not checked."
            : "; browsers may read the objects.");
  }

  private static String names(List<String> buckets) {
    return (buckets.size() == 1 ? "bucket " : "buckets ") + String.join(", ", buckets);
  }

  static String paused() {
    return "The annotation labelops.dev/reconcile: paused is set; remove it to continue.";
  }

  static String notRead() {
    return "The source has not been read yet for this specification.";
  }

  static String published(SourceReading reading) {
    String sentence = objects(reading.objects()) + " in the manifest.";
    if (reading.rejections().count() > 0) {
      sentence += " Left out " + reading.rejections().count() + ": " + counts(reading) + ".";
    }
    if (reading.duplicates() > 0) {
      sentence +=
          " Repeated source-ref in "
              + reading.duplicates()
              + " of them: each is labeled, and paid for, again.";
    }
    return sentence;
  }

  private static String objects(long count) {
    return count == 1 ? "1 object" : count + " objects";
  }

  static String empty(LabelingDatasetSpec spec, SourceReading reading) {
    String where =
        spec.source().s3Prefix() != null
            ? "No object under s3://"
                + spec.bucket().name()
                + "/"
                + spec.source().s3Prefix().prefix()
                + " fits include and exclude."
            : "The manifest "
                + spec.source().manifest().uri()
                + (reading.found() ? " has no lines." : " does not exist.");
    return where
        + (reading.rejections().count() > 0 ? " Left out: " + counts(reading) + "." : "")
        + " LabelOps checks again every minute.";
  }

  static String tooMany(LabelingDatasetSpec spec) {
    return "The source has more than 100,000 objects, the most that one labeling job accepts. "
        + (spec.source().s3Prefix() != null
            ? "Narrow prefix or include, use sample, or create several data sets."
            : "Split the manifest.");
  }

  static String badLines(LabelingDatasetSpec spec, SourceReading reading) {
    return reading.rejections().count()
        + " of "
        + reading.objects()
        + " lines of "
        + spec.source().manifest().uri()
        + " break a rule: "
        + counts(reading)
        + ". status.rejected.firstLines says where. Correct the manifest; LabelOps checks it"
        + " again every minute.";
  }

  private static String counts(SourceReading reading) {
    return reading.rejections().byReason().entrySet().stream()
        .map(entry -> entry.getValue() + " " + describe(entry.getKey()))
        .collect(Collectors.joining(", "));
  }

  private static String describe(RejectionReason reason) {
    return reason.name() + " (" + reason.rule() + ")";
  }
}
