package dev.labelops.operator.job.plan;

import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHashTest {
  private static final String PLAIN = plan(spec(), 1).requestHash();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task: {labels: [{name: DHL}, {name: Other}]}",
        "task: {title: Another}",
        "task: {workersPerObject: 1}",
        "task: {instructions: {short: Look}}",
        "task: {template: {inline: '<crowd-form></crowd-form>'}}",
        "autoLabeling: {enabled: true}",
        "stoppingConditions: {maxPercentLabeled: 50}",
        "output: {uri: 's3://logos/elsewhere/'}",
        "manifestUri: s3://logos/other.manifest",
        "workteamArn: arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/others"
      })
  void changesWithWhatTheUserDecides(String override) {
    assertThat(plan(spec(override), 1).requestHash()).isNotEqualTo(PLAIN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tags: {team: a}",
        "hold: true",
        "stop: true",
        "deletionPolicy: Orphan",
        "ttlAfterFinished: 1h",
        "retry: {maxAttempts: 3}",
        "adoption: Always"
      })
  void staysWithWhatTheRequestDoesNotSay(String override) {
    assertThat(plan(spec(override), 1).requestHash()).isEqualTo(PLAIN);
  }

  @Test
  void differsByAttempt() {
    assertThat(plan(spec(), 2).requestHash()).isNotEqualTo(PLAIN);
  }

  /** A hash is kept in tags of jobs that run for weeks: it must not move with a release. */
  @Test
  void isTheSameInEveryRelease() {
    assertThat(PLAIN).isEqualTo("d884151fd370814d835a5e165ef069ce");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          task: {type: BoundingBox} | d884151fd370814d835a5e165ef069ce | 1222fddaa4a26cc1d0276bedef045e38
          task: {type: ImageMultiClass} | 2e8fc24db257ba28e0d3c85cd93fe1bc | cb7c7ec83e942887c79ea9d514ab818c
          task: {type: TextMultiClass} | d9d9932db3b5a7ff23a12dce4805bdb1 | 29985a260ef17537c090247f5a09cb6e
          task: {type: ImageMultiClass, labelAttributeName: kind, title: T, description: D, keywords: [a], instructions: {short: s, full: f}, workersPerObject: 2, taskAvailability: 1h} | 984f4141bc8917f53a0faadf48d22b15 | 124331057d9255ac04b48d8bc72afc70
          task: {type: TextMultiClass, template: {inline: '<crowd-form></crowd-form>'}} | d84105c49980c69e9b81d6bd35b3ed85 | a63bace213a149adb4edd6ac24d9fc96
          """)
  void requestsOfTheFirstThreeTypesKeepTheHashThatTheyHadAlone(
      String task, String first, String second) {
    assertThat(plan(spec(task), 1).requestHash()).isEqualTo(first);
    assertThat(plan(spec(task), 2).requestHash()).isEqualTo(second);
  }

  /** Names of files hold a hash of what is in them. */
  @ParameterizedTest
  @CsvSource({
    "BoundingBox,template-f224a661e355184b.liquid",
    "ImageMultiClass,template-8e918779764c898e.liquid",
    "TextMultiClass,template-45c81824a07262af.liquid"
  })
  void filesOfTheFirstThreeTypesKeepTheirContent(String type, String template) {
    assertThat(plan(spec("task: {type: " + type + "}"), 1).assets())
        .extracting(asset -> asset.uri().replaceAll(".*/", ""))
        .containsExactly("labels-83823310983eb495.json", template);
  }
}
