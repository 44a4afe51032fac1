package dev.labelops.engine.front;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The older signature of a presigned S3 address, {@code
 * ?AWSAccessKeyId=...&Signature=...&Expires=...}: what boto3 creates by default.
 */
final class QuerySignatureV2 {
  private static final Set<String> SIGNED_PARAMETERS =
      Set.of(
          "accelerate",
          "acl",
          "cors",
          "defaultObjectAcl",
          "delete",
          "lifecycle",
          "location",
          "logging",
          "notification",
          "partNumber",
          "policy",
          "replication",
          "requestPayment",
          "restore",
          "tagging",
          "torrent",
          "uploadId",
          "uploads",
          "versionId",
          "versioning",
          "versions",
          "website");

  private QuerySignatureV2() {}

  /** Whether the query carries such a signature. */
  static boolean isIn(Map<String, String> query) {
    return query.containsKey("AWSAccessKeyId") && query.containsKey("Signature");
  }

  /**
   * The signature that the address should carry.
   *
   * @param resource the encoded path with the bucket in it
   */
  static String expected(
      HttpServletRequest request, Map<String, String> query, String resource, String secret) {
    String text =
        String.join(
            "\n",
            request.getMethod(),
            either(request, query, "content-md5"),
            either(request, query, "content-type"),
            query.getOrDefault("Expires", ""),
            amzHeaders(request, query) + resource + subresources(query));
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA1", e);
    }
  }

  private static String either(HttpServletRequest request, Map<String, String> query, String name) {
    String header = request.getHeader(name);
    return header == null ? query.getOrDefault(name, "") : header;
  }

  private static String amzHeaders(HttpServletRequest request, Map<String, String> query) {
    TreeMap<String, String> headers = new TreeMap<>();
    query.forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value));
    for (String name : Collections.list(request.getHeaderNames())) {
      headers.put(
          name.toLowerCase(Locale.ROOT),
          String.join(",", Collections.list(request.getHeaders(name))));
    }
    return headers.entrySet().stream()
        .filter(header -> header.getKey().startsWith("x-amz-"))
        .map(header -> header.getKey() + ":" + header.getValue().strip() + "\n")
        .collect(Collectors.joining());
  }

  private static String subresources(Map<String, String> query) {
    String signed =
        new TreeMap<>(query)
            .entrySet().stream()
                .filter(
                    parameter ->
                        SIGNED_PARAMETERS.contains(parameter.getKey())
                            || parameter.getKey().startsWith("response-"))
                .map(
                    parameter ->
                        parameter.getValue().isEmpty()
                            ? parameter.getKey()
                            : parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining("&"));
    return signed.isEmpty() ? "" : "?" + signed;
  }
}
