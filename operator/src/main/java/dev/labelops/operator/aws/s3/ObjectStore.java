package dev.labelops.operator.aws.s3;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * S3, as one region and role see it. Every method throws {@link CloudFailure} when S3 refuses or
 * does not answer; what is simply not there is an empty Optional. Conditional writes never replace
 * an object.
 */
public interface ObjectStore {
  /** Reads the content of an object. The stream is closed by the caller of this function. */
  @FunctionalInterface
  interface ContentReader<T> {
    /**
     * @throws IOException when the stream breaks; it becomes a transient {@link CloudFailure}
     */
    T read(StoredObject about, InputStream content) throws IOException;
  }

  /** S3 with the rights and in the region of the scope. */
  static ObjectStore in(AwsClients clients, AwsClients.Scope scope) {
    return new S3ObjectStore(clients.s3(scope), scope.region());
  }

  /** Region of the bucket (HeadBucket), wherever it is; empty when there is no such bucket. */
  Optional<String> bucketRegion(String bucket);

  /**
   * Creates a private bucket in this region (CreateBucket, PutPublicAccessBlock). A bucket that the
   * account already owns is not changed.
   *
   * @throws CloudFailure of class EXISTS when the name belongs to another account
   */
  void createBucket(String bucket);

  /** CORS rules in the order in which S3 tries them; an empty list when there are none. */
  List<CorsRule> cors(String bucket);

  /** Replaces the whole CORS configuration: pass the existing rules along with new ones. */
  void putCors(String bucket, List<CorsRule> rules);

  /**
   * Every object below the prefix in the order of its key's UTF-8 bytes. Pages of 1,000 are asked
   * for as the stream is consumed.
   *
   * @throws CloudFailure from the stream's operations too; of class NOT_FOUND when there is no such
   *     bucket
   */
  Stream<StoredObject> list(String bucket, String prefix);

  /** The "folders" directly below the prefix: whole key prefixes that end with '/'. */
  List<String> folders(String bucket, String prefix);

  Optional<StoredObject> head(String bucket, String key);

  /**
   * Reads an object as a stream.
   *
   * @param reader may stop before the end; the connection is then dropped
   * @return what the reader returned, or empty when there is no such object or bucket
   */
  <T> Optional<T> read(String bucket, String key, ContentReader<T> reader);

  /**
   * Writes an object unless one of that key exists (If-None-Match: *). Content above 8 MiB goes in
   * parts of that size, one in memory at a time; a broken upload is aborted.
   *
   * @param content read to its end; closing it is the caller's
   * @return whether it was written; false when the key was there already
   */
  boolean putIfAbsent(String bucket, String key, String contentType, InputStream content);
}
