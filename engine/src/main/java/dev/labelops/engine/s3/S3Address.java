package dev.labelops.engine.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an S3 request addresses, in path style ({@code host/bucket/key}) or host style ({@code
 * bucket.host/key}).
 *
 * @param bucket the bucket's name; empty for the service itself
 * @param key the decoded key; empty for the bucket itself
 * @param path the encoded path in path style
 */
record S3Address(String bucket, String key, String path) {
  // bucket.localhost, bucket.s3.<anything>, bucket.<address>.nip.io and the like
  private static final Pattern HOST_STYLE =
      Pattern.compile(
          "(?<bucket>.+?)\\.(localhost|s3[.-].+|(\\d{1,3}[.-]){3}\\d{1,3}\\.(nip|sslip)\\.io)");

  /**
   * Reads host and path.
   *
   * @param host the Host header, with or without a port; may be null
   * @param path the encoded path of the request
   */
  static S3Address of(String host, String path) {
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    Matcher style = HOST_STYLE.matcher(name);
    String full = style.matches() ? "/" + style.group("bucket") + path : path;
    String[] parts = full.split("/", 3);
    return new S3Address(
        parts.length > 1 ? decoded(parts[1]) : "", parts.length > 2 ? decoded(parts[2]) : "", full);
  }

  boolean isBucket() {
    return !bucket.isEmpty() && key.isEmpty();
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
