package dev.labelops.engine.s3;

/**
 * An address of the form {@code s3://bucket/key}.
 *
 * @param bucket the bucket's name
 * @param key the key or key prefix, without a leading slash; may be empty
 */
public record S3Location(String bucket, String key) {
  /**
   * Parses {@code s3://bucket/key}.
   *
   * @throws IllegalArgumentException when the text has another form
   */
  public static S3Location parse(String uri) {
    if (!uri.startsWith("s3://")) {
      throw new IllegalArgumentException("not an s3:// address: " + uri);
    }
    String rest = uri.substring("s3://".length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("no bucket in " + uri);
    }
    return new S3Location(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** This location with {@code relative} put behind it, separated by exactly one slash. */
  public S3Location resolve(String relative) {
    return new S3Location(
        bucket, key.isEmpty() || key.endsWith("/") ? key + relative : key + "/" + relative);
  }

  @Override
  public String toString() {
    return "s3://" + bucket + "/" + key;
  }
}
