package dev.labelops.engine.s3.protocol;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A request as S3Proxy wants it: with the bucket in the path, its body decoded already, and without
 * what the engine sees to itself.
 */
public final class PathStyleRequest extends HttpServletRequestWrapper {
  private final S3Address address;
  private final Map<String, Optional<String>> headers = new HashMap<>();
  private final Set<String> hiddenParameters = new HashSet<>();

  public PathStyleRequest(HttpServletRequest request, S3Address address) {
    super(request);
    this.address = address;
    if (ChunkedBody.isAnnouncedBy(request.getHeader("x-amz-content-sha256"))) {
      with("x-amz-content-sha256", "UNSIGNED-PAYLOAD");
    }
  }

  /** Sets a header. */
  public PathStyleRequest with(String name, String value) {
    headers.put(name.toLowerCase(Locale.ROOT), Optional.of(value));
    return this;
  }

  /** Hides a header. */
  public PathStyleRequest without(String name) {
    headers.put(name.toLowerCase(Locale.ROOT), Optional.empty());
    return this;
  }

  /** Hides a parameter of the query. */
  public PathStyleRequest withoutParameter(String name) {
    hiddenParameters.add(name);
    return this;
  }

  @Override
  public String getRequestURI() {
    return address.path();
  }

  @Override
  public String getHeader(String name) {
    Optional<String> set = headers.get(name.toLowerCase(Locale.ROOT));
    return set == null ? super.getHeader(name) : set.orElse(null);
  }

  @Override
  public Enumeration<String> getHeaders(String name) {
    Optional<String> set = headers.get(name.toLowerCase(Locale.ROOT));
    return set == null ? super.getHeaders(name) : Collections.enumeration(set.stream().toList());
  }

  @Override
  public String getParameter(String name) {
    return hiddenParameters.contains(name) ? null : super.getParameter(name);
  }

  @Override
  public Enumeration<String> getParameterNames() {
    List<String> names =
        Collections.list(super.getParameterNames()).stream()
            .filter(name -> !hiddenParameters.contains(name))
            .toList();
    return Collections.enumeration(names);
  }
}
