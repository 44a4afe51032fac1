package dev.labelops.engine.s3;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
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
   * @param ownHost the host of the engine's public address: alone it names no bucket, even if it
   *     looks so
   */
  static S3Address of(String host, String path, Optional<String> ownHost) {
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    String full = bucketIn(name, ownHost).map(bucket -> "/" + bucket + path).orElse(path);
    String[] parts = full.split("/", 3);
    return new S3Address(
        parts.length > 1 ? decoded(parts[1]) : "", parts.length > 2 ? decoded(parts[2]) : "", full);
  }

  private static Optional<String> bucketIn(String name, Optional<String> ownHost) {
    String own = ownHost.orElse("").toLowerCase(Locale.ROOT);
    if (!own.isEmpty() && name.equals(own)) {
      return Optional.empty();
    }
    if (!own.isEmpty() && name.endsWith("." + own)) {
      return Optional.of(name.substring(0, name.length() - own.length() - 1));
    }
    Matcher style = HOST_STYLE.matcher(name);
    return style.matches() ? Optional.of(style.group("bucket")) : Optional.empty();
  }

  boolean isBucket() {
    return !bucket.isEmpty() && key.isEmpty();
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
