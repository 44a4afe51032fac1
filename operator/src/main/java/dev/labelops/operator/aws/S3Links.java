package dev.labelops.operator.aws;

import java.net.URI;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Uri;
import software.amazon.awssdk.services.s3.S3Utilities;

/** Addresses of S3 as the service takes them: s3:// and https:// (ground-truth-reference 1.1). */
final class S3Links {
  /** Needed by the library, and no part of what it parses. */
  private static final S3Utilities S3 = S3Utilities.builder().region(Region.US_EAST_1).build();

  private static final Pattern PATH_STYLE = Pattern.compile("https?://[^/]+/([^/]+)/?(.*)");

  private S3Links() {}

  /**
   * The address as {@code s3://bucket/key}, whether it names bucket and key in path or in host
   * style; as it is when it names none. Hosts other than Amazon's are read in path style.
   */
  static String plain(String address) {
    if (!address.startsWith("https://") && !address.startsWith("http://")) {
      return address;
    }
    try {
      S3Uri parsed = S3.parseUri(URI.create(address));
      if (parsed.bucket().isPresent()) {
        return "s3://" + parsed.bucket().get() + "/" + parsed.key().orElse("");
      }
    } catch (RuntimeException notOfAmazon) {
      // Another server's address, or one with characters that a URI would have to encode.
    }
    var path = PATH_STYLE.matcher(address);
    return path.matches() ? "s3://" + path.group(1) + "/" + path.group(2) : address;
  }
}
