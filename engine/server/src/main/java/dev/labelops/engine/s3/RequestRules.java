package dev.labelops.engine.s3;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.Buckets.Bucket;
import dev.labelops.groundtruth.S3Location;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** What S3 checks of a request whatever it is about. */
final class RequestRules {
  private static final int MAX_METADATA_BYTES = 2 * 1024;
  private static final String METADATA = "x-amz-meta-";

  private RequestRules() {}

  /** A header, or the parameter of the query that stands for it in a presigned address. */
  static Optional<String> value(HttpServletRequest request, String name) {
    String header = request.getHeader(name);
    if (header != null) {
      return Optional.of(header);
    }
    String query = request.getQueryString();
    return query != null && query.toLowerCase(Locale.ROOT).contains(name)
        ? Collections.list(request.getParameterNames()).stream()
            .filter(parameter -> parameter.equalsIgnoreCase(name))
            .map(request::getParameter)
            .findFirst()
        : Optional.empty();
  }

  /**
   * Checks that the bucket belongs to whom the request expects it to.
   *
   * @param header {@code x-amz-expected-bucket-owner}, or that for the source of a copy
   */
  static void expectedOwner(HttpServletRequest request, String header, Bucket bucket) {
    Optional<String> expected = value(request, header);
    if (expected.isPresent() && !expected.get().matches("\\d{12}")) {
      throw new AwsError(
          400,
          "InvalidBucketOwnerAWSAccountID",
          "The value of the expected bucket owner parameter must be an AWS account ID: 12 digits.");
    }
    if (expected.filter(owner -> !owner.equals(bucket.accountId())).isPresent()) {
      throw new AwsError(403, "AccessDenied", "Access Denied");
    }
  }

  static void key(S3Address address) {
    if (bytes(address.key()) > S3Location.MAX_KEY_BYTES) {
      throw new AwsError(400, "KeyTooLongError", "Your key is too long");
    }
  }

  /** User-defined metadata: the names without their prefix, and the values, count. */
  static void metadata(HttpServletRequest request) {
    int size =
        Collections.list(request.getHeaderNames()).stream()
            .filter(name -> name.toLowerCase(Locale.ROOT).startsWith(METADATA))
            .mapToInt(
                name ->
                    bytes(name)
                        - METADATA.length()
                        + bytes(String.valueOf(request.getHeader(name))))
            .sum();
    if (size > MAX_METADATA_BYTES) {
      throw new AwsError(
          400,
          "MetadataTooLarge",
          "Your metadata headers exceed the maximum allowed metadata size: they have "
              + size
              + " bytes, "
              + MAX_METADATA_BYTES
              + " are allowed.");
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
