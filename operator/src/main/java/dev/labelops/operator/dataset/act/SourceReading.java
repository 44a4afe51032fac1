package dev.labelops.operator.dataset.act;

import dev.labelops.operator.manifest.Rejections;
import java.util.List;
import java.util.Optional;

/**
 * What reading the source came to.
 *
 * @param found false when the brought manifest does not exist
 * @param objects lines of the manifest; those that were counted when {@code tooMany}
 * @param tooMany more than one labeling job takes
 * @param totalBytes of the objects, known for a listing
 * @param objectBuckets that hold them, sorted
 * @param manifest where it was written or was already; empty when the source cannot be used
 * @param sourceEtag of a brought manifest
 */
public record SourceReading(
    boolean found,
    long objects,
    boolean tooMany,
    Rejections rejections,
    long duplicates,
    Optional<Long> totalBytes,
    List<String> objectBuckets,
    Optional<Published> manifest,
    Optional<String> sourceEtag) {

  /**
   * A manifest in the bucket.
   *
   * @param uri its key holds the hash
   * @param sha256 of its bytes, lower-case hex
   */
  public record Published(String uri, String sha256) {}

  static SourceReading absent() {
    return new SourceReading(
        false,
        0,
        false,
        new Rejections(),
        0,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }
}
