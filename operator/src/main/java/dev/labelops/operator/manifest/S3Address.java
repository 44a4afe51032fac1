package dev.labelops.operator.manifest;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code s3://bucket/key} as manifests write it: the key stands as it is, without URL encoding.
 *
 * @param key may be empty, then the whole bucket is meant
 */
public record S3Address(String bucket, String key) {
  private static final String SCHEME = "s3://";
  private static final int LONGEST_KEY = 1024;
  private static final Pattern BUCKET =
      Pattern.compile("(?!.*\\.\\.)(?!\\d+\\.\\d+\\.\\d+\\.\\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  /** Parses an address; empty when it is none. */
  public static Optional<S3Address> parse(String uri) {
    if (!uri.startsWith(SCHEME)) {
      return Optional.empty();
    }
    int slash = uri.indexOf('/', SCHEME.length());
    String bucket = uri.substring(SCHEME.length(), slash < 0 ? uri.length() : slash);
    String key = slash < 0 ? "" : uri.substring(slash + 1);
    return isBucketName(bucket) && key.getBytes(StandardCharsets.UTF_8).length <= LONGEST_KEY
        ? Optional.of(new S3Address(bucket, key))
        : Optional.empty();
  }

  /** Whether S3 takes it as the name of a general purpose bucket. */
  public static boolean isBucketName(String name) {
    return BUCKET.matcher(name).matches();
  }

  @Override
  public String toString() {
    return SCHEME + bucket + "/" + key;
  }
}
