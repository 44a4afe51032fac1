package dev.labelops.operator.results;

import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.s3.ObjectStore;
import dev.labelops.operator.aws.s3.StoredObject;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a labeling job writes: {@code S3OutputPath/<job name>/}.
 *
 * @param prefix key of the job's folder, ends with {@code /}
 */
public record OutputTree(ObjectStore store, String bucket, String prefix) {
  private static final String SCHEME = "s3://";

  /**
   * @param outputUri S3OutputPath, with or without a slash at its end
   * @throws CloudFailure when it is no {@code s3://} URI, so that status tells it
   */
  public static OutputTree of(ObjectStore store, String outputUri, String jobName) {
    if (!outputUri.startsWith(SCHEME)) {
      throw new CloudFailure(
          ErrorClass.INVALID,
          "s3:ListBucket",
          "InvalidURI",
          "the job's output '" + outputUri + "' names no bucket in S3",
          null);
    }
    String[] parts = outputUri.substring(SCHEME.length()).split("/", 2);
    String folder = parts.length == 1 ? "" : parts[1];
    String root = folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
    return new OutputTree(store, parts[0], root + jobName + "/");
  }

  /** Every file below the folder, with keys relative to the job's folder. */
  Stream<StoredObject> files(String folder) {
    return store
        .list(bucket, prefix + folder)
        .map(
            file ->
                new StoredObject(
                    file.key().substring(prefix.length()),
                    file.size(),
                    file.etag(),
                    file.lastModified()));
  }

  /** Reads a file; empty when it is not there. */
  <T> Optional<T> read(String path, ObjectStore.ContentReader<T> reader) {
    return store.read(bucket, prefix + path, reader);
  }
}
