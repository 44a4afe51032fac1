package dev.labelops.engine.s3.buckets;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.dataformat.xml.annotation.JacksonXmlElementWrapper;
import dev.labelops.engine.front.AwsError;
import dev.labelops.engine.s3.protocol.S3Errors;
import dev.labelops.engine.s3.protocol.S3Xml;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A bucket's CORS configuration: the first rule that matches a request decides. */
@JsonIgnoreProperties(ignoreUnknown = true)
record CorsRules(
    @JacksonXmlElementWrapper(useWrapping = false) @JsonProperty("CORSRule") List<Rule> rules) {
  private static final Set<String> METHODS = Set.of("GET", "PUT", "HEAD", "POST", "DELETE");
  private static final int MAX_RULES = 100;

  /** One rule, with S3's element names. */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Rule(
      @JacksonXmlElementWrapper(useWrapping = false) @JsonProperty("AllowedMethod")
          List<String> methods,
      @JacksonXmlElementWrapper(useWrapping = false) @JsonProperty("AllowedOrigin")
          List<String> origins,
      @JacksonXmlElementWrapper(useWrapping = false) @JsonProperty("AllowedHeader")
          List<String> headers,
      @JacksonXmlElementWrapper(useWrapping = false) @JsonProperty("ExposeHeader")
          List<String> exposed,
      @JsonProperty("MaxAgeSeconds") Integer maxAgeSeconds) {
    Rule {
      methods = methods == null ? List.of() : methods;
      origins = origins == null ? List.of() : origins;
      headers = headers == null ? List.of() : headers;
      exposed = exposed == null ? List.of() : exposed;
    }

    boolean allows(String origin, String method, List<String> requestHeaders) {
      return methods.contains(method)
          && origins.stream().anyMatch(allowed -> matches(allowed, origin))
          && requestHeaders.stream().allMatch(this::allowsHeader);
    }

    private boolean allowsHeader(String name) {
      return headers.stream().anyMatch(allowed -> matches(allowed.toLowerCase(), name));
    }

    // One * at most, for any run of characters.
    private static boolean matches(String pattern, String text) {
      String regex =
          Arrays.stream(pattern.split("\\*", -1))
              .map(Pattern::quote)
              .collect(Collectors.joining(".*"));
      return text.matches(regex);
    }

    boolean allowsEveryOrigin() {
      return origins.contains("*");
    }
  }

  CorsRules {
    rules = rules == null ? List.of() : rules;
  }

  /**
   * Parses and checks a configuration.
   *
   * @throws AwsError what PutBucketCors answers
   */
  static CorsRules parse(byte[] document) {
    CorsRules parsed = S3Xml.parse(document, "CORSConfiguration", CorsRules.class);
    if (parsed.rules().isEmpty() || parsed.rules().size() > MAX_RULES) {
      throw S3Errors.MALFORMED_XML.of();
    }
    for (Rule rule : parsed.rules()) {
      if (rule.methods().isEmpty() || rule.origins().isEmpty()) {
        throw S3Errors.MALFORMED_XML.of();
      }
      for (String method : rule.methods()) {
        if (!METHODS.contains(method)) {
          throw S3Errors.CORS_METHOD.of(method);
        }
      }
      for (String origin : rule.origins()) {
        if (origin.indexOf('*') != origin.lastIndexOf('*')) {
          throw S3Errors.CORS_ORIGIN.of(origin);
        }
      }
    }
    return parsed;
  }

  /** The rule for a request of a page of this origin. */
  Optional<Rule> find(String origin, String method, List<String> requestHeaders) {
    return rules.stream().filter(rule -> rule.allows(origin, method, requestHeaders)).findFirst();
  }
}
