package dev.labelops.operator.dataset.plan;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetSpec.S3Prefix;
import dev.labelops.operator.status.Violation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** What the schema of a LabelingDataset cannot see. */
public final class DatasetValidator {
  /** Bytes; leaves room for the rest of the manifest's key within S3's 1,024. */
  private static final int LONGEST_PREFIX = 600;

  private DatasetValidator() {}

  /** Every rule that is broken. */
  public static List<Violation> check(LabelingDatasetSpec spec) {
    List<Violation> violations = new ArrayList<>();
    if (!S3Location.isBucketName(spec.bucket().name())) {
      violations.add(
          new Violation(
              "spec.bucket.name",
              spec.bucket().name(),
              "a bucket's name has no two dots in a row and is not an IP address",
              "give the name of a general purpose bucket"));
    }
    if (bytes(spec.manifestPrefix()) > LONGEST_PREFIX) {
      violations.add(
          new Violation(
              "spec.manifestPrefix",
              spec.manifestPrefix(),
              "it may have at most 600 bytes, since S3 keys have at most 1,024",
              "shorten it"));
    }
    if (spec.source().s3Prefix() != null) {
      listing(spec, spec.source().s3Prefix(), violations);
    } else if (S3Location.valid(spec.source().manifest().uri()).isEmpty()) {
      violations.add(
          new Violation(
              "spec.source.manifest.uri",
              spec.source().manifest().uri(),
              "it must be s3://bucket/key with a bucket name that S3 allows and a key of at"
                  + " most 1,024"
                  + " bytes",
              "correct the address"));
    }
    return List.copyOf(violations);
  }

  private static void listing(
      LabelingDatasetSpec spec, S3Prefix source, List<Violation> violations) {
    if (bytes(source.prefix()) > 1024) {
      violations.add(
          new Violation(
              "spec.source.s3Prefix.prefix",
              source.prefix(),
              "S3 keys have at most 1,024 bytes",
              "shorten it"));
    }
    if (source.prefix().startsWith(spec.manifestPrefix())) {
      violations.add(
          new Violation(
              "spec.source.s3Prefix.prefix",
              source.prefix(),
              "it is below spec.manifestPrefix '"
                  + spec.manifestPrefix()
                  + "', from which no object is taken",
              "choose another manifestPrefix"));
    }
    globs("spec.source.s3Prefix.include", source.include(), violations);
    globs("spec.source.s3Prefix.exclude", source.exclude(), violations);
  }

  private static void globs(String field, List<String> globs, List<Violation> violations) {
    for (int i = 0; globs != null && i < globs.size(); i++) {
      try {
        Glob.parse(globs.get(i));
      } catch (IllegalArgumentException e) {
        violations.add(
            new Violation(field + "[" + i + "]", globs.get(i), e.getMessage(), "correct the glob"));
      }
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
