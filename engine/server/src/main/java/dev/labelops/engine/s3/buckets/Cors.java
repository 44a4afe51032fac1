package dev.labelops.engine.s3.buckets;

import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.protocol.S3Errors;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Enforces the buckets' CORS rules for requests that a browser page sends. */
public final class Cors {
  private static final String ANY_PAGE = "https://any.example";

  private final Buckets buckets;

  public Cors(Buckets buckets) {
    this.buckets = buckets;
  }

  /** Puts the CORS headers on an answer, where the request has an origin and a rule allows it. */
  public void decorate(HttpServletRequest request, HttpServletResponse response, String bucket) {
    String origin = request.getHeader("Origin");
    if (origin != null) {
      rules(bucket)
          .flatMap(rules -> rules.find(origin, request.getMethod(), List.of()))
          .ifPresent(rule -> allow(response, rule, origin));
    }
  }

  /**
   * Answers a preflight request.
   *
   * @throws AwsError 403 when no rule allows what the page wants to send
   */
  public void preflight(HttpServletRequest request, HttpServletResponse response, String bucket) {
    String origin = request.getHeader("Origin");
    String method = request.getHeader("Access-Control-Request-Method");
    if (origin == null || method == null) {
      throw S3Errors.PREFLIGHT_INCOMPLETE.of();
    }
    CorsRules rules = rules(bucket).orElseThrow(() -> S3Errors.CORS_NOT_ENABLED.of());
    List<String> headers = names(request.getHeader("Access-Control-Request-Headers"));
    CorsRules.Rule rule =
        rules.find(origin, method, headers).orElseThrow(() -> S3Errors.CORS_NOT_ALLOWED.of());
    allow(response, rule, origin);
    if (!headers.isEmpty()) {
      response.setHeader("Access-Control-Allow-Headers", String.join(", ", headers));
    }
    if (rule.maxAgeSeconds() != null) {
      response.setHeader("Access-Control-Max-Age", rule.maxAgeSeconds().toString());
    }
  }

  /** Whether any page may read objects of the bucket. */
  public boolean allowsAnyPage(String bucket) {
    return rules(bucket).flatMap(rules -> rules.find(ANY_PAGE, "GET", List.of())).isPresent();
  }

  private Optional<CorsRules> rules(String bucket) {
    return buckets
        .document(bucket, "cors")
        .map(document -> CorsRules.parse(document.getBytes(StandardCharsets.UTF_8)));
  }

  private static void allow(HttpServletResponse response, CorsRules.Rule rule, String origin) {
    boolean everyone = rule.allowsEveryOrigin();
    response.setHeader("Access-Control-Allow-Origin", everyone ? "*" : origin);
    if (!everyone) {
      response.setHeader("Access-Control-Allow-Credentials", "true");
    }
    response.setHeader("Access-Control-Allow-Methods", String.join(", ", rule.methods()));
    if (!rule.exposed().isEmpty()) {
      response.setHeader("Access-Control-Expose-Headers", String.join(", ", rule.exposed()));
    }
    response.setHeader(
        "Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method");
  }

  private static List<String> names(String header) {
    return header == null || header.isBlank()
        ? List.of()
        : Arrays.stream(header.toLowerCase(Locale.ROOT).split(",")).map(String::strip).toList();
  }
}
