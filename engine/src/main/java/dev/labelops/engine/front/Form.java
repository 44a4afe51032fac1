package dev.labelops.engine.front;

import java.util.Map;

/** A body of {@code application/x-www-form-urlencoded}. */
public final class Form {
  private Form() {}

  /** Names to values, decoded; the first of each name. */
  public static Map<String, String> parse(String body) {
    return CanonicalRequest.parameters(body);
  }
}
