package dev.labelops.engine.s3.protocol;

import dev.labelops.groundtruth.S3Location;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;

/** What S3 checks of a request whatever it is about. */
public final class RequestRules {
  private static final int MAX_METADATA_BYTES = 2 * 1024;
  private static final String METADATA = "x-amz-meta-";

  private RequestRules() {}

  /** A header, or the query parameter that replaces it in a presigned address. */
  public static Optional<String> value(HttpServletRequest request, String name) {
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
   * @param accountId whose the bucket is
   */
  public static void expectedOwner(HttpServletRequest request, String header, String accountId) {
    Optional<String> expected = value(request, header);
    if (expected.isPresent() && !expected.get().matches("\\d{12}")) {
      throw S3Errors.EXPECTED_OWNER_FORM.of();
    }
    if (expected.filter(owner -> !owner.equals(accountId)).isPresent()) {
      throw S3Errors.ACCESS_DENIED.of();
    }
  }

  public static void key(S3Address address) {
    if (bytes(address.key()) > S3Location.MAX_KEY_BYTES) {
      throw S3Errors.KEY_TOO_LONG.of();
    }
  }

  /** User-defined metadata: the names without their prefix, and the values, count. */
  public static void metadata(HttpServletRequest request) {
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
      throw S3Errors.METADATA_TOO_LARGE.of(size, MAX_METADATA_BYTES);
    }
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
