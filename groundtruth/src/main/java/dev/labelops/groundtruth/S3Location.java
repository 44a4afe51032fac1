package dev.labelops.groundtruth;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code s3://bucket/key} as requests and manifests write it: the key is as S3 has it, without URL
 * encoding. Names of buckets: S3 user guide, "General purpose bucket naming rules".
 *
 * @param bucket the bucket's name
 * @param key the key or key prefix, without a leading slash; empty: the whole bucket
 */
public record S3Location(String bucket, String key) {
  /** How an address begins. */
  public static final String SCHEME = "s3://";

  /** Largest length of a key, in bytes of UTF-8. */
  public static final int MAX_KEY_BYTES = 1024;

  private static final Pattern BUCKET =
      Pattern.compile("(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /**
   * Splits an address into bucket and key. Whether S3 takes the two is not checked: see {@link
   * #valid}.
   *
   * @throws IllegalArgumentException when the text has another form or names no bucket
   */
  public static S3Location parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      throw new IllegalArgumentException("not an s3:// address: " + uri);
    }
    String rest = uri.substring(SCHEME.length());
    int slash = rest.indexOf('/');
    String bucket = slash < 0 ? rest : rest.substring(0, slash);
    if (bucket.isEmpty()) {
      throw new IllegalArgumentException("no bucket in " + uri);
    }
    return new S3Location(bucket, slash < 0 ? "" : rest.substring(slash + 1));
  }

  /** Parses an address; empty when it is none, or S3 takes no such bucket name or key. */
  public static Optional<S3Location> valid(String uri) {
    if (!uri.startsWith(SCHEME) || uri.startsWith("/", SCHEME.length()) || uri.equals(SCHEME)) {
      return Optional.empty();
    }
    return Optional.of(parse(uri))
        .filter(
            location ->
                isBucketName(location.bucket)
                    && location.key.getBytes(StandardCharsets.UTF_8).length <= MAX_KEY_BYTES);
  }

  /** Whether S3 takes it as the name of a general purpose bucket. */
  public static boolean isBucketName(String name) {
    return BUCKET.matcher(name).matches();
  }

  /** This address with {@code relative} behind it, separated by exactly one slash. */
  public S3Location resolve(String relative) {
    return new S3Location(
        bucket, key.isEmpty() || key.endsWith("/") ? key + relative : key + "/" + relative);
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
