package dev.labelops.engine.s3;

import dev.labelops.groundtruth.S3Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * What the labeling core needs of S3 in the name of one principal, whether the objects are in the
 * engine's data folder or in an external S3. Locations are {@code s3://bucket/key} addresses. An
 * {@link IOException} says that the same call may succeed later, unless it is one of those named
 * below. Every method throws {@link java.nio.file.AccessDeniedException} for a bucket of another
 * account, or when the keeper of the objects denies it.
 */
public interface ObjectStore {
  /** A stream of the object's bytes, or empty when bucket or key does not exist. */
  Optional<InputStream> read(S3Location location) throws IOException;

  /** Content that is produced while it is written, so that it is never whole in memory. */
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the whole object; a reader sees the old or the new one, never a part.
   *
   * @throws java.nio.file.NoSuchFileException when there is no such bucket
   */
  void write(S3Location location, Content content, String contentType) throws IOException;

  /** Writes an object that is small enough to be in memory. */
  default void write(S3Location location, byte[] content, String contentType) throws IOException {
    write(location, out -> out.write(content), contentType);
  }

  /** Keys below the prefix in UTF-8 binary order. */
  List<String> list(S3Location prefix) throws IOException;

  boolean exists(S3Location location) throws IOException;

  /** The object's length in bytes, or empty when bucket or key does not exist. */
  Optional<Long> size(S3Location location) throws IOException;

  /** What changes whenever the object's bytes do, or empty when bucket or key does not exist. */
  Optional<String> etag(S3Location location) throws IOException;

  /** The bucket's region, or empty when there is no such bucket. */
  Optional<String> bucketRegion(String bucket) throws IOException;

  /** Whether the bucket's CORS rules let a browser page of any origin GET an object. */
  boolean allowsBrowserGet(String bucket) throws IOException;
}
