package dev.labelops.operator.aws.s3;

import java.net.URI;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Uri;
import software.amazon.awssdk.services.s3.S3Utilities;

/**
 * Ground Truth takes the address of an object as {@code s3://bucket/key} and as {@code https://},
 * with the bucket in the host's name or in the path, and says it back as it was given.
 */
public final class S3Addresses {
  /** The region matters only to addresses that are built, not to those that are read. */
  private static final S3Utilities PARSER = S3Utilities.builder().region(Region.US_EAST_1).build();

  private S3Addresses() {}

  /** The same address with {@code s3://}; anything that is no address of S3 stays as it is. */
  public static String s3(String address) {
    if (!address.startsWith("https://")) {
      return address;
    }
    try {
      S3Uri read = PARSER.parseUri(URI.create(address));
      return read.bucket()
          .map(bucket -> "s3://" + bucket + "/" + read.key().orElse(""))
          .orElse(address);
    } catch (IllegalArgumentException | SdkException e) {
      return address;
    }
  }
}
