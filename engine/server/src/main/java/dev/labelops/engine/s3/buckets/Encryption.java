package dev.labelops.engine.s3.buckets;

import dev.labelops.engine.s3.buckets.Buckets.Bucket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;

/**
 * The server-side encryption that an object was asked to have. The engine reports it as S3 does and
 * encrypts nothing itself: that is up to the disk below it.
 *
 * @param algorithm {@code AES256}, {@code aws:kms} or {@code aws:kms:dsse}
 * @param key ARN of the KMS key; empty for {@code AES256}
 * @param bucketKey whether an S3 bucket key is used
 */
public record Encryption(String algorithm, Optional<String> key, boolean bucketKey) {
  /** What S3 does to every object that asks for nothing else. */
  static final Encryption DEFAULT = new Encryption("AES256", Optional.empty(), false);

  private static final String SEPARATOR = "|";

  /**
   * What a request or a bucket's default asks for.
   *
   * @param algorithm null for {@link #DEFAULT}
   * @param key id, alias or ARN of a KMS key; null or empty for the account's {@code aws/s3}
   */
  static Encryption of(Bucket bucket, String algorithm, String key, boolean bucketKey) {
    if (algorithm == null || algorithm.equals(DEFAULT.algorithm())) {
      return DEFAULT;
    }
    return new Encryption(algorithm, Optional.of(arn(bucket, key)), bucketKey);
  }

  private static String arn(Bucket bucket, String key) {
    if (key != null && key.startsWith("arn:")) {
      return key;
    }
    String place = bucket.region() + ":" + bucket.accountId();
    String name =
        key == null || key.isEmpty()
            ? UUID.nameUUIDFromBytes((place + ":aws/s3").getBytes(StandardCharsets.UTF_8))
                .toString()
            : key;
    String partition =
        bucket.region().startsWith("cn-")
            ? "aws-cn"
            : bucket.region().startsWith("us-gov-") ? "aws-us-gov" : "aws";
    String resource = name.startsWith("alias/") ? name : "key/" + name;
    return "arn:" + partition + ":kms:" + place + ":" + resource;
  }

  /** Whether S3 would name a bucket key: only where one is used. */
  public Boolean reportedBucketKey() {
    return bucketKey ? Boolean.TRUE : null;
  }

  /** As a column of the database; empty for {@link #DEFAULT}. */
  public Optional<String> column() {
    return equals(DEFAULT)
        ? Optional.empty()
        : Optional.of(String.join(SEPARATOR, algorithm, key.orElse(""), "" + bucketKey));
  }

  public static Encryption ofColumn(String column) {
    if (column == null) {
      return DEFAULT;
    }
    String[] parts = column.split("\\" + SEPARATOR, 3);
    return new Encryption(
        parts[0],
        Optional.of(parts[1]).filter(arn -> !arn.isEmpty()),
        Boolean.parseBoolean(parts[2]));
  }
}
