package dev.labelops.operator.dataset.look;

import dev.labelops.operator.manifest.S3Address;

/** Where the bytes of a manifest are that was read and is not stored under its hash yet. */
public sealed interface ManifestContent extends AutoCloseable {
  /** Gives up what holds the bytes; they cannot be read any more. */
  @Override
  default void close() {}

  /**
   * A supplied manifest, as long as its ETag is the same.
   *
   * @param etag without quotation marks
   */
  record Supplied(S3Address address, String etag) implements ManifestContent {}

  /**
   * The manifest of a listing, in a temporary file that only the look which made it knows.
   *
   * @param file closed, and so deleted, with this content
   */
  record Listed(TemporaryFile file) implements ManifestContent {
    @Override
    public void close() {
      file.close();
    }
  }
}
