package dev.labelops.operator.dataset.look;

import dev.labelops.operator.manifest.Rejections;
import dev.labelops.operator.manifest.S3Address;
import java.util.List;
import java.util.Optional;

/**
 * What reading the source came to.
 *
 * @param found false when the supplied manifest does not exist
 * @param objects lines of the manifest; those that were counted when {@code tooMany}
 * @param tooMany more than one labeling job takes
 * @param totalBytes of the objects, known for a listing
 * @param objectBuckets that hold them, sorted
 * @param manifest empty when the source cannot be used
 * @param sourceEtag of a supplied manifest
 */
public record SourceReading(
    boolean found,
    long objects,
    boolean tooMany,
    Rejections rejections,
    long duplicates,
    Optional<Long> totalBytes,
    List<String> objectBuckets,
    Optional<Manifest> manifest,
    Optional<String> sourceEtag)
    implements AutoCloseable {

  /**
   * The input manifest that the source makes.
   *
   * @param address its key holds the hash
   * @param sha256 of its bytes, lower-case hex
   * @param unwritten its bytes; empty when they are at the address already
   */
  public record Manifest(S3Address address, String sha256, Optional<ManifestContent> unwritten) {}

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

  /** Gives up the bytes that nobody is going to write any more. */
  @Override
  public void close() {
    manifest.flatMap(Manifest::unwritten).ifPresent(ManifestContent::close);
  }
}
