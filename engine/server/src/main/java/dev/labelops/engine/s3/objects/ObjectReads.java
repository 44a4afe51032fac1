package dev.labelops.engine.s3.objects;

import dev.labelops.engine.s3.buckets.Encryption;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Reads the files of objects, each by what the index says of it. */
final class ObjectReads {
  private static final int READS = 10;

  private final BlobStore store;
  private final ObjectIndex index;

  ObjectReads(BlobStore store, ObjectIndex index) {
    this.store = store;
    this.index = index;
  }

  /** Reads the object's file, again when the object was replaced in between. */
  <T> T of(String bucket, String key, Function<Entry, T> read) {
    String missing = "";
    for (int again = 0; ; again++) {
      Entry entry = index.find(bucket, key).orElseThrow(() -> noSuchKey(bucket, key));
      try {
        return read.apply(entry);
      } catch (NoSuchKeyException e) {
        // The object is there, as far as anybody knows: not to be found is another thing.
        if (again == READS || missing.equals(entry.file())) {
          throw new UncheckedIOException(
              new IOException("bucket " + bucket + " has lost the file " + entry.file(), e));
        }
        missing = entry.file();
      }
    }
  }

  ResponseInputStream<GetObjectResponse> get(GetObjectRequest request) {
    return of(
        request.bucket(),
        request.key(),
        entry -> {
          ResponseInputStream<GetObjectResponse> found =
              store.getBlob(request.toBuilder().key(entry.file()).build());
          requireWhole(request.bucket(), entry, found.response());
          Encryption encryption = entry.details().encryption();
          return new ResponseInputStream<>(
              found.response().toBuilder()
                  .storageClass(entry.details().reportedStorageClass().orElse(null))
                  .serverSideEncryption(encryption.algorithm())
                  .ssekmsKeyId(encryption.key().orElse(null))
                  .bucketKeyEnabled(encryption.reportedBucketKey())
                  .build(),
              found);
        });
  }

  // After a power cut a file may be shorter than what was written to it.
  private static void requireWhole(String bucket, Entry entry, GetObjectResponse found) {
    String range = found.contentRange();
    long size =
        range == null
            ? found.contentLength()
            : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
    if (size != entry.size()) {
      throw new UncheckedIOException(
          new IOException(
              "bucket %s has lost bytes of the file %s: it has %d of %d"
                  .formatted(bucket, entry.file(), size, entry.size())));
    }
  }

  HeadObjectResponse head(HeadObjectRequest request) {
    return of(
        request.bucket(),
        request.key(),
        entry -> {
          Encryption encryption = entry.details().encryption();
          return store.blobMetadata(request.toBuilder().key(entry.file()).build()).toBuilder()
              .storageClass(entry.details().reportedStorageClass().orElse(null))
              .serverSideEncryption(encryption.algorithm())
              .ssekmsKeyId(encryption.key().orElse(null))
              .bucketKeyEnabled(encryption.reportedBucketKey())
              .build();
        });
  }

  static NoSuchKeyException noSuchKey(String bucket, String key) {
    return S3Exceptions.noSuchKey(bucket, key, "The specified key does not exist.");
  }
}
