package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A Signature Version 4 as a request carries it, in the {@code Authorization} header or in the
 * query string of a presigned address.
 *
 * @param timestamp the request's time as sent, {@code yyyyMMdd'T'HHmmss'Z'}
 * @param date the day in the credential scope, {@code yyyyMMdd}
 * @param signedHeaders lower-case names in the order sent
 * @param hex the signature itself
 * @param sessionToken {@code X-Amz-Security-Token}
 * @param expires for a presigned address: how long it is valid from {@code timestamp}
 */
public record Signature(
    String accessKeyId,
    String timestamp,
    String date,
    String region,
    String service,
    List<String> signedHeaders,
    String hex,
    Optional<String> sessionToken,
    Optional<Duration> expires) {

  static final String ALGORITHM = "AWS4-HMAC-SHA256";
  private static final DateTimeFormatter BASIC_ISO =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** Whether the request carries anything that claims to be a signature. */
  static boolean isPresent(HttpServletRequest request, Map<String, String> query) {
    return request.getHeader("Authorization") != null
        || query.containsKey("X-Amz-Algorithm")
        || query.containsKey("AWSAccessKeyId");
  }

  /**
   * Reads the signature.
   *
   * @throws IllegalArgumentException when there is none or it cannot be read; the message says what
   *     is wrong
   */
  static Signature of(HttpServletRequest request, Map<String, String> query) {
    String header = request.getHeader("Authorization");
    return header != null ? ofHeader(header, request) : ofQuery(query);
  }

  private static Signature ofHeader(String header, HttpServletRequest request) {
    if (!header.startsWith(ALGORITHM + " ")) {
      throw new IllegalArgumentException("The Authorization header must use " + ALGORITHM + ".");
    }
    Map<String, String> parts = new HashMap<>();
    for (String part : header.substring(ALGORITHM.length() + 1).split(",")) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parts.put(part.substring(0, equals).trim(), part.substring(equals + 1).trim());
      }
    }
    String timestamp = request.getHeader("X-Amz-Date");
    if (timestamp == null) {
      throw new IllegalArgumentException("Authorization header requires an X-Amz-Date header.");
    }
    return of(
        required(parts, "Credential"),
        timestamp,
        required(parts, "SignedHeaders"),
        required(parts, "Signature"),
        Optional.ofNullable(request.getHeader("X-Amz-Security-Token")),
        Optional.empty());
  }

  private static Signature ofQuery(Map<String, String> query) {
    if (!ALGORITHM.equals(query.get("X-Amz-Algorithm"))) {
      throw new IllegalArgumentException("X-Amz-Algorithm must be " + ALGORITHM + ".");
    }
    long seconds;
    try {
      seconds = Long.parseLong(required(query, "X-Amz-Expires"));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("X-Amz-Expires should be a number", e);
    }
    if (seconds < 0 || seconds > Duration.ofDays(7).toSeconds()) {
      throw new IllegalArgumentException(
          "X-Amz-Expires must be between 0 and 604800 seconds (a week)");
    }
    return of(
        required(query, "X-Amz-Credential"),
        required(query, "X-Amz-Date"),
        required(query, "X-Amz-SignedHeaders"),
        required(query, "X-Amz-Signature"),
        Optional.ofNullable(query.get("X-Amz-Security-Token")),
        Optional.of(Duration.ofSeconds(seconds)));
  }

  private static Signature of(
      String credential,
      String timestamp,
      String signedHeaders,
      String hex,
      Optional<String> token,
      Optional<Duration> expires) {
    String[] scope = credential.split("/");
    if (scope.length != 5 || !scope[4].equals("aws4_request")) {
      throw new IllegalArgumentException(
          "Credential must have exactly 5 slash-delimited elements, e.g."
              + " keyid/date/region/service/term, got '"
              + credential
              + "'");
    }
    return new Signature(
        scope[0],
        timestamp,
        scope[1],
        scope[2],
        scope[3],
        List.of(signedHeaders.toLowerCase(Locale.ROOT).split(";")),
        hex,
        token,
        expires);
  }

  private static String required(Map<String, String> parts, String name) {
    String value = parts.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException("The signature requires '" + name + "' parameter.");
    }
    return value;
  }

  /**
   * The request's time.
   *
   * @throws IllegalArgumentException when the timestamp has another form
   */
  Instant signedAt() {
    try {
      return Instant.from(BASIC_ISO.parse(timestamp));
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "Date must be in ISO-8601 'basic format', got '" + timestamp + "'", e);
    }
  }

  /** {@code date/region/service/aws4_request}. */
  public String scope() {
    return date + "/" + region + "/" + service + "/aws4_request";
  }

  public boolean isPresigned() {
    return expires.isPresent();
  }
}
