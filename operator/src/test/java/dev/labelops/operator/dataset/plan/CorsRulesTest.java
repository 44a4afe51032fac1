package dev.labelops.operator.dataset.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.groundtruth.Medium;
import dev.labelops.operator.aws.s3.CorsRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CorsRulesTest {
  static Stream<Arguments> buckets() {
    CorsRule consoles = rule("", List.of("GET"), List.of("*"));
    CorsRule uploads = rule("uploads", List.of("PUT", "POST"), List.of("https://app.example.com"));
    CorsRule oneOrigin = rule("", List.of("GET"), List.of("https://app.example.com"));
    CorsRule secure = rule("", List.of("GET"), List.of("https://*"));
    CorsRule narrowed = rule(CorsRules.ID, List.of("GET"), List.of("https://x.example.com"));
    return Stream.of(
        Arguments.of("none", List.of(), false, 1),
        Arguments.of("the console's rule", List.of(consoles), true, 2),
        Arguments.of("another rule", List.of(uploads), false, 2),
        Arguments.of("GET from one origin", List.of(oneOrigin), false, 2),
        Arguments.of(
            "GET from any https origin: our portal may be http", List.of(secure), false, 2),
        Arguments.of("the right one behind others", List.of(uploads, oneOrigin, consoles), true, 4),
        Arguments.of("ours, narrowed by somebody", List.of(uploads, narrowed), false, 2));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("buckets")
  void oursIsAddedBehindThoseOfOthers(
      String what, List<CorsRule> rules, boolean enough, int mergedSize) {
    assertThat(CorsRules.allowBrowsers(rules, Medium.Cors.Get)).isEqualTo(enough);
    List<CorsRule> merged = CorsRules.merged(rules, Medium.Cors.Get);
    assertThat(CorsRules.allowBrowsers(merged, Medium.Cors.Get)).isTrue();
    assertThat(merged).hasSize(mergedSize);
    assertThat(merged.subList(0, mergedSize - 1))
        .as("every foreign rule stays as it is, in its place")
        .isEqualTo(
            rules.stream().filter(rule -> !rule.id().equals(Optional.of(CorsRules.ID))).toList());
    assertThat(CorsRules.merged(merged, Medium.Cors.Get))
        .as("merging twice adds nothing")
        .isEqualTo(merged);
  }

  @Test
  void framesNeedMoreThanImages() {
    List<CorsRule> images = CorsRules.merged(List.of(), Medium.Cors.Get);
    assertThat(CorsRules.allowBrowsers(images, Medium.Cors.GetHeadPut)).isFalse();

    List<CorsRule> frames = CorsRules.merged(images, Medium.Cors.GetHeadPut);
    assertThat(frames)
        .singleElement()
        .satisfies(rule -> assertThat(rule.allowedMethods()).containsExactly("GET", "HEAD", "PUT"));
    assertThat(CorsRules.allowBrowsers(frames, Medium.Cors.GetHeadPut)).isTrue();
    assertThat(CorsRules.allowBrowsers(frames, Medium.Cors.Get)).isTrue();
  }

  private static CorsRule rule(String id, List<String> methods, List<String> origins) {
    return new CorsRule(
        id.isEmpty() ? Optional.empty() : Optional.of(id),
        List.of("x-amz-*"),
        methods,
        origins,
        List.of("ETag"),
        Optional.of(3000));
  }
}
