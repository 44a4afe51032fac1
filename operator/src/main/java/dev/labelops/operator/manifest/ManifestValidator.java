package dev.labelops.operator.manifest;

import dev.labelops.groundtruth.JsonLines;
import dev.labelops.groundtruth.JsonLines.Line;
import dev.labelops.groundtruth.ManifestLine;
import dev.labelops.groundtruth.Medium;
import dev.labelops.groundtruth.S3Location;
import dev.labelops.groundtruth.ServiceLimits;
import dev.labelops.operator.manifest.ManifestLineCheck.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Checks every line of an input manifest as a stream: one line in memory, and one number per
 * source-ref to notice repeated ones.
 */
public final class ManifestValidator {
  /** Buckets of one manifest: each costs calls for its region and CORS rules. */
  public static final int MOST_BUCKETS = 20;

  private final Medium medium;
  private final Predicate<String> allowed;
  private final Rejections rejections = new Rejections();
  private final Set<Long> seen = new HashSet<>();
  private final Set<String> buckets = new TreeSet<>();
  private long lines;
  private long duplicates;

  private ManifestValidator(Medium medium, Predicate<String> allowed) {
    this.medium = medium;
    this.allowed = allowed;
  }

  /**
   * Reads a manifest to its end, or to the first line too many.
   *
   * @param allowed whether the namespace may use an S3 address
   * @throws IOException when the stream breaks
   */
  public static ManifestInspection inspect(
      InputStream manifest, Medium medium, Predicate<String> allowed) throws IOException {
    ManifestValidator validator = new ManifestValidator(medium, allowed);
    DigestInputStream bytes = new DigestInputStream(manifest, Sha256.digest());
    boolean complete = validator.readAll(JsonLines.ofInputManifest(bytes));
    return new ManifestInspection(
        validator.lines,
        !complete,
        validator.rejections,
        validator.duplicates,
        List.copyOf(validator.buckets),
        HexFormat.of().formatHex(bytes.getMessageDigest().digest()));
  }

  private boolean readAll(JsonLines source) throws IOException {
    for (Optional<Line> line = source.next(); line.isPresent(); line = source.next()) {
      if (lines == ServiceLimits.MAX_OBJECTS) {
        return false;
      }
      lines++;
      weigh(ManifestLineCheck.check(line.get()));
    }
    return true;
  }

  private void weigh(Verdict verdict) {
    switch (verdict) {
      case Verdict.Bad(String field, RejectionReason reason) ->
          rejections.add(lines, field, reason);
      case Verdict.Inline() -> {
        if (!medium.in(ManifestLine.SOURCE)) {
          rejections.add(lines, ManifestLine.SOURCE, RejectionReason.MediaTypeMismatch);
        }
      }
      case Verdict.Reference(S3Location object, boolean timed) -> weigh(object, timed);
    }
  }

  private void weigh(S3Location object, boolean timed) {
    if (!allowed.test(object.toString())) {
      rejections.add(lines, ManifestLine.SOURCE_REF, RejectionReason.NotAllowed);
    } else if (!medium.in(ManifestLine.SOURCE_REF)) {
      rejections.add(lines, ManifestLine.SOURCE_REF, RejectionReason.MediaTypeMismatch);
    } else if (isSequence() && !object.key().endsWith(".json")) {
      rejections.add(lines, ManifestLine.SOURCE_REF, RejectionReason.NotASequenceFile);
    } else if (medium == Medium.PointCloudFrame && !timed) {
      rejections.add(lines, ManifestLineCheck.FRAME, RejectionReason.NoTimestamp);
    } else if (!buckets.contains(object.bucket()) && buckets.size() == MOST_BUCKETS) {
      rejections.add(lines, ManifestLine.SOURCE_REF, RejectionReason.TooManyBuckets);
    } else {
      buckets.add(object.bucket());
      if (!seen.add(fingerprint(object))) {
        duplicates++;
      }
    }
  }

  private boolean isSequence() {
    return medium == Medium.VideoFrames || medium == Medium.PointCloudSequence;
  }

  /**
   * 64 bits: among 100,000 addresses two different ones have the same number once in four thousand
   * million.
   */
  private static long fingerprint(S3Location object) {
    return ByteBuffer.wrap(
            Sha256.digest().digest(object.toString().getBytes(StandardCharsets.UTF_8)))
        .getLong();
  }
}
