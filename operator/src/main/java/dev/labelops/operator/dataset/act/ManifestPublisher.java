package dev.labelops.operator.dataset.act;

import dev.labelops.groundtruth.S3Location;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.dataset.look.ManifestContent;
import dev.labelops.operator.dataset.look.SourceReading.Manifest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Stores a manifest under its hash: the bytes that were read, or none. */
final class ManifestPublisher {
  private static final String CONTENT_TYPE = "application/jsonlines";

  private ManifestPublisher() {}

  /**
   * Writes what does not exist yet.
   *
   * @throws CloudFailure of class CONFLICT when a supplied manifest is not the one that was read
   */
  static void publish(ObjectStore store, Manifest manifest) {
    manifest
        .unwritten()
        .ifPresent(
            content -> {
              switch (content) {
                case ManifestContent.Listed listed -> upload(store, listed, manifest);
                case ManifestContent.Supplied supplied -> copy(store, supplied, manifest);
              }
            });
  }

  private static void upload(ObjectStore store, ManifestContent.Listed listed, Manifest manifest) {
    try {
      put(store, manifest, listed.file().content());
    } catch (IOException e) {
      throw new UncheckedIOException("the manifest's temporary file", e);
    }
  }

  private static void copy(
      ObjectStore store, ManifestContent.Supplied supplied, Manifest manifest) {
    S3Location source = supplied.address();
    store
        .read(
            source.bucket(),
            source.key(),
            (about, content) -> {
              if (!about.etag().equals(supplied.etag())) {
                throw changed();
              }
              return put(store, manifest, content);
            })
        .orElseThrow(ManifestPublisher::changed);
  }

  private static boolean put(ObjectStore store, Manifest manifest, InputStream content) {
    return store.putIfAbsent(
        manifest.address().bucket(),
        manifest.address().key(),
        CONTENT_TYPE,
        new HashedStream(content, manifest.sha256(), ManifestPublisher::changed));
  }

  private static CloudFailure changed() {
    return new CloudFailure(
        ErrorClass.CONFLICT,
        "s3:GetObject",
        "Changed",
        "the manifest changed while it was being read",
        null);
  }
}
