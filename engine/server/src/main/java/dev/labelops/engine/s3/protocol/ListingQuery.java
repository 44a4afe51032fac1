package dev.labelops.engine.s3.protocol;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The parameters that S3's listings share. */
public record ListingQuery(HttpServletRequest request) {
  private static final int MOST = 1000;

  /** Empty where the request does not have it. */
  public String parameter(String name) {
    String value = request.getParameter(name);
    return value == null ? "" : value;
  }

  /**
   * How many entries a page has at most.
   *
   * @param name of the parameter
   * @param argument as S3's message calls it
   */
  public int limit(String name, String argument) {
    String text = request.getParameter(name);
    if (text == null) {
      return MOST;
    }
    if (!text.matches("\\d{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
      throw S3Errors.LIMIT.of(argument);
    }
    return Math.min(MOST, Integer.parseInt(text));
  }

  public boolean encoded() {
    return "url".equals(request.getParameter("encoding-type"));
  }

  /** A key as the document shows it. */
  public String key(String key) {
    return encoded()
        ? URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/")
        : key;
  }
}
