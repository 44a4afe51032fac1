package dev.labelops.engine.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

/** A request as S3Proxy wants it: with the bucket in the path, and its body decoded already. */
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

  @Override
  public String getHeader(String name) {
    String value = super.getHeader(name);
    boolean chunks =
        name.equalsIgnoreCase("x-amz-content-sha256") && ChunkedBody.isAnnouncedBy(value);
    return chunks ? "UNSIGNED-PAYLOAD" : value;
  }
}
