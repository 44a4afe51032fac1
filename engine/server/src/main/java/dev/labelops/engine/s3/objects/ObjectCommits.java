package dev.labelops.engine.s3.objects;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.buckets.Buckets;
import dev.labelops.engine.s3.objects.ObjectIndex.Entry;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Turns a new file into an object. Whatever goes wrong, no file is removed that the index may name:
 * not the new one when the commit may have happened, and not the old one before it has.
 */
final class ObjectCommits {
  private final BlobStore store;
  private final ObjectFiles files;
  private final ObjectIndex index;
  private final Buckets buckets;

  ObjectCommits(BlobStore store, ObjectFiles files, ObjectIndex index, Buckets buckets) {
    this.store = store;
    this.files = files;
    this.index = index;
    this.buckets = buckets;
  }

  /**
   * What an object is to become.
   *
   * @param condition throws when the object must not replace the one before it
   * @param upload the multipart upload that ends with it
   */
  record Target(
      String bucket,
      String key,
      Consumer<Optional<Entry>> condition,
      Optional<String> tags,
      Optional<String> upload) {}

  /**
   * What was written to the new file.
   *
   * @param answer for whoever asked
   */
  record Written<T>(T answer, ObjectDetails details) {}

  /**
   * Writes a new file and turns it into the object.
   *
   * @param write takes the name of the file
   */
  <T> T write(Target target, Function<String, Written<T>> write) {
    String file = ObjectFiles.newName();
    Written<T> written;
    Entry entry;
    try {
      written = inFolder(target.bucket(), () -> write.apply(file));
      files.force(target.bucket(), file);
      entry = entry(target, file, written.details());
    } catch (RuntimeException e) {
      files.drop(target.bucket(), file);
      throw e;
    }
    put(target, entry).ifPresent(before -> files.drop(target.bucket(), before.file()));
    return written.answer();
  }

  private Optional<Entry> put(Target target, Entry entry) {
    try {
      return index.put(target.bucket(), entry, target.condition(), target.upload());
    } catch (AwsError | NoSuchBucketException e) {
      files.drop(target.bucket(), entry.file());
      throw e;
    } catch (RuntimeException e) {
      files.keep(target.bucket(), entry.file(), e);
      throw e;
    }
  }

  private Entry entry(Target target, String file, ObjectDetails details) {
    HeadObjectResponse head = store.blobMetadata(target.bucket(), file);
    return new Entry(
        target.key(),
        file,
        head.contentLength(),
        head.eTag() == null ? "" : head.eTag(),
        head.lastModified(),
        target.tags(),
        details);
  }

  /** Something that writes a file. */
  @FunctionalInterface
  interface Work<T> {
    T run();
  }

  /**
   * Does what writes into the bucket's folder. The folder may be gone while the bucket is there: an
   * earlier bucket of the same name is still being cleared away, for example. The store checks for
   * it before it reads the first byte.
   *
   * @throws NoSuchBucketException whatever went wrong, when there is no bucket
   */
  <T> T inFolder(String bucket, Work<T> work) {
    try {
      return work.run();
    } catch (RuntimeException e) {
      if (buckets.find(bucket).isEmpty()) {
        throw S3Exceptions.noSuchBucket(bucket, "", e);
      }
      if (!(e instanceof NoSuchBucketException)) {
        throw e;
      }
      files.createFolder(bucket);
      return work.run();
    }
  }
}
