package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The canonical form of a request that both sides of Signature Version 4 hash. */
final class CanonicalRequest {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private CanonicalRequest() {}

  static String of(HttpServletRequest request, Signature signature, String payloadHash) {
    return String.join(
        "\n",
        request.getMethod(),
        path(request.getRequestURI(), signature.service().equals("s3")),
        query(request.getQueryString()),
        headers(request, signature.signedHeaders()),
        String.join(";", signature.signedHeaders()),
        payloadHash);
  }

  /** The query's parameters, decoded, the first of each name; never null. */
  static Map<String, String> parameters(String rawQuery) {
    Map<String, String> result = new LinkedHashMap<>();
    for (String[] pair : pairs(rawQuery)) {
      result.putIfAbsent(pair[0], pair[1]);
    }
    return result;
  }

  // S3 signs the path encoded once; every other service encodes what was sent once more.
  private static String path(String raw, boolean s3) {
    String path = raw == null || raw.isEmpty() ? "/" : raw;
    return s3 ? encode(decode(path, false), true) : encode(path, true);
  }

  private static String query(String raw) {
    return pairs(raw).stream()
        .filter(pair -> !pair[0].equals("X-Amz-Signature"))
        .map(pair -> new String[] {encode(pair[0], false), encode(pair[1], false)})
        // By name, then by value: as texts, a-b=1 would come before a=1.
        .sorted(Comparator.comparing((String[] pair) -> pair[0]).thenComparing(pair -> pair[1]))
        .map(pair -> pair[0] + "=" + pair[1])
        .collect(Collectors.joining("&"));
  }

  static List<String[]> pairs(String raw) {
    List<String[]> pairs = new ArrayList<>();
    if (raw != null) {
      for (String part : raw.split("&")) {
        if (!part.isEmpty()) {
          int equals = part.indexOf('=');
          String name = equals < 0 ? part : part.substring(0, equals);
          String value = equals < 0 ? "" : part.substring(equals + 1);
          pairs.add(new String[] {decode(name, true), decode(value, true)});
        }
      }
    }
    return pairs;
  }

  private static String headers(HttpServletRequest request, List<String> names) {
    StringBuilder lines = new StringBuilder();
    for (String name : names) {
      String value =
          Collections.list(request.getHeaders(name)).stream()
              .map(v -> v.strip().replaceAll(" +", " "))
              .collect(Collectors.joining(","));
      lines.append(name).append(':').append(value).append('\n');
    }
    return lines.toString();
  }

  // Broken escapes stay as they are: such a request simply fails to match its signature.
  static String decode(String text, boolean plusIsSpace) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < raw.length; i++) {
      int high = raw[i] == '%' && i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
      int low = high >= 0 ? Character.digit(raw[i + 2], 16) : -1;
      if (low >= 0) {
        bytes.write(high << 4 | low);
        i += 2;
      } else {
        bytes.write(plusIsSpace && raw[i] == '+' ? ' ' : raw[i]);
      }
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  static String encode(String text, boolean keepSlash) {
    StringBuilder result = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(b) >= 0 || keepSlash && b == '/') {
        result.append((char) b);
      } else {
        result.append('%').append(HEX[b >> 4 & 15]).append(HEX[b & 15]);
      }
    }
    return result.toString();
  }
}
