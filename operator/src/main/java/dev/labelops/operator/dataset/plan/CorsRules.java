package dev.labelops.operator.dataset.plan;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.aws.s3.CorsRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The CORS rule that workers' browsers need on every bucket with input objects
 * (ground-truth-reference 1.7). The portal's origin differs by workforce, so the rule is for all.
 */
public final class CorsRules {
  /** Id of our rule, by which it is found again. */
  public static final String ID = "labelops";

  private CorsRules() {}

  /**
   * Whether a browser at any origin may do what it needs. S3 takes the first rule that matches
   * origin and method; a rule before this one that matches as well allows the method too.
   */
  public static boolean allowBrowsers(List<CorsRule> rules, Medium.Cors needed) {
    return needed.methods().stream()
        .allMatch(
            method ->
                rules.stream()
                    .anyMatch(
                        rule ->
                            rule.allowedMethods().contains(method)
                                && rule.allowedOrigins().contains("*")));
  }

  /** All rules of others, in their order and as they are, and ours behind them. */
  public static List<CorsRule> merged(List<CorsRule> rules, Medium.Cors needed) {
    return Stream.concat(
            rules.stream().filter(rule -> !rule.id().equals(Optional.of(ID))),
            Stream.of(ours(needed)))
        .toList();
  }

  private static CorsRule ours(Medium.Cors needed) {
    return new CorsRule(
        Optional.of(ID),
        List.of(),
        needed.methods(),
        List.of("*"),
        List.of("Access-Control-Allow-Origin"),
        Optional.empty());
  }
}
