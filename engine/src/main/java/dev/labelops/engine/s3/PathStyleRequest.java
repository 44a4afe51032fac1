package dev.labelops.engine.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as S3Proxy wants it: with the bucket in the path. */
final class PathStyleRequest extends HttpServletRequestWrapper {
  private final S3Address address;

  PathStyleRequest(HttpServletRequest request, S3Address address) {
    super(request);
    this.address = address;
  }

  @Override
  public String getRequestURI() {
    return address.path();
  }
}
