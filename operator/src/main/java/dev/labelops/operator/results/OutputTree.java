package dev.labelops.operator.results;

import dev.labelops.groundtruth.S3Location;
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
  /**
   * @param outputUri S3OutputPath, with or without a slash at its end
   * @throws CloudFailure when it is not an {@code s3://} URI, so that status reports it
   */
  public static OutputTree of(ObjectStore store, String outputUri, String jobName) {
    try {
      S3Location folder = S3Location.parse(outputUri).resolve(jobName + "/");
      return new OutputTree(store, folder.bucket(), folder.key());
    } catch (IllegalArgumentException e) {
      throw new CloudFailure(
          ErrorClass.INVALID,
          "s3:ListBucket",
          "InvalidURI",
          "the job's output '" + outputUri + "' names no bucket in S3",
          e);
    }
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

  /** Reads a file; empty when it is absent. */
  <T> Optional<T> read(String path, ObjectStore.ContentReader<T> reader) {
    return store.read(bucket, prefix + path, reader);
  }
}
