package dev.labelops.engine.s3.protocol;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an S3 request addresses, in path style ({@code host/bucket/key}) or host style ({@code
 * bucket.host/key}).
 *
 * @param bucket the bucket's name; empty for the service itself
 * @param key the decoded key; empty for the bucket itself
 * @param path the encoded path in path style
 * @param inHost whether the host named the bucket
 */
public record S3Address(String bucket, String key, String path, boolean inHost) {
  // S3's own names.
  private static final Pattern AWS =
      Pattern.compile("(?<bucket>.+?)\\.s3[.-](.+\\.)?amazonaws\\.com(\\.cn)?");
  // bucket.localhost, bucket.s3.<anything>, bucket.<address>.nip.io and the like. A host in
  // path style may look so too: engine.localhost, or engine.s3.svc in a cluster.
  private static final Pattern MAYBE =
      Pattern.compile(
          "(?<bucket>.+)\\.(localhost|s3[.-].+|(\\d{1,3}[.-]){3}\\d{1,3}\\.(nip|sslip)\\.io)");

  /**
   * Reads host and path.
   *
   * @param host the Host header, with or without a port; may be null
   * @param method of the request
   * @param path the encoded path of the request
   * @param query of the request; may be null
   * @param ownHost the host of the engine's public address: alone it names no bucket, even if it
   *     looks so
   * @param exists whether there is a bucket of this name
   */
  public static S3Address of(
      String host,
      String method,
      String path,
      String query,
      Optional<String> ownHost,
      Predicate<String> exists) {
    String name = host == null ? "" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    Optional<String> inHost = bucketIn(name, method, path, query, ownHost, exists);
    String full = inHost.map(bucket -> "/" + bucket + path).orElse(path);
    String[] parts = full.split("/", 3);
    return new S3Address(
        parts.length > 1 ? decoded(parts[1]) : "",
        parts.length > 2 ? decoded(parts[2]) : "",
        full,
        inHost.isPresent());
  }

  private static Optional<String> bucketIn(
      String name,
      String method,
      String path,
      String query,
      Optional<String> ownHost,
      Predicate<String> exists) {
    String own = ownHost.orElse("").toLowerCase(Locale.ROOT);
    if (!own.isEmpty() && name.equals(own)) {
      return Optional.empty();
    }
    if (!own.isEmpty() && name.endsWith("." + own)) {
      return Optional.of(name.substring(0, name.length() - own.length() - 1));
    }
    Matcher aws = AWS.matcher(name);
    if (aws.matches()) {
      return Optional.of(aws.group("bucket"));
    }
    Matcher maybe = MAYBE.matcher(name);
    if (!maybe.matches()) {
      return Optional.empty();
    }
    // Without a public address nobody has said how the engine is called: only a bucket that is
    // there tells the two styles apart. my.logos.localhost may be the bucket logos of my.localhost,
    // and logos.engine.localhost that of engine.localhost.
    for (String rest = maybe.group("bucket"); ; rest = rest.substring(0, rest.lastIndexOf('.'))) {
      if (exists.test(rest)) {
        return Optional.of(rest);
      }
      if (rest.indexOf('.') < 0) {
        break;
      }
    }
    // Nothing but a listing of buckets is asked of the service itself.
    boolean ofBucket =
        path.equals("/") && (!method.equals("GET") || S3OperationName.isAboutBucket(query));
    return !ofBucket ? Optional.empty() : Optional.of(maybe.group("bucket"));
  }

  public boolean isBucket() {
    return !bucket.isEmpty() && key.isEmpty();
  }

  private static String decoded(String part) {
    return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
