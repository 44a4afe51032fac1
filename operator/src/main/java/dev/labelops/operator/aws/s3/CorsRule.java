package dev.labelops.operator.aws.s3;

import java.util.List;
import java.util.Optional;

/** One rule of a bucket's CORS configuration, with every member that S3 knows (CORSRule). */
public record CorsRule(
    Optional<String> id,
    List<String> allowedHeaders,
    List<String> allowedMethods,
    List<String> allowedOrigins,
    List<String> exposeHeaders,
    Optional<Integer> maxAgeSeconds) {
  public CorsRule {
    allowedHeaders = List.copyOf(allowedHeaders);
    allowedMethods = List.copyOf(allowedMethods);
    allowedOrigins = List.copyOf(allowedOrigins);
    exposeHeaders = List.copyOf(exposeHeaders);
  }
}
