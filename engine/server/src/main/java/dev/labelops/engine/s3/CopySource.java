package dev.labelops.engine.s3;

import dev.labelops.groundtruth.S3Location;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What {@code x-amz-copy-source} names, read as S3Proxy reads it. */
final class CopySource {
  private CopySource() {}

  /** The object to copy from; empty when the request copies nothing. */
  static Optional<S3Location> of(HttpServletRequest request) {
    return Optional.ofNullable(request.getHeader("x-amz-copy-source")).map(CopySource::parse);
  }

  private static S3Location parse(String header) {
    int query = header.indexOf('?');
    String decoded =
        URLDecoder.decode(query < 0 ? header : header.substring(0, query), StandardCharsets.UTF_8);
    String path = decoded.startsWith("/") ? decoded.substring(1) : decoded;
    int slash = path.indexOf('/');
    return new S3Location(
        slash < 0 ? path : path.substring(0, slash), slash < 0 ? "" : path.substring(slash + 1));
  }
}
