package dev.labelops.engine.front;

import java.util.List;
import java.util.Map;

/** A body of {@code application/x-www-form-urlencoded}. */
public final class Form {
  private Form() {}

  /** Names to values, decoded; the first of each name. */
  public static Map<String, String> parse(String body) {
    return CanonicalRequest.parameters(body);
  }

  /** All names with their values, decoded, in their order; none of a body that is null. */
  public static List<Map.Entry<String, String>> pairs(String body) {
    return CanonicalRequest.pairs(body).stream().map(pair -> Map.entry(pair[0], pair[1])).toList();
  }
}
