package dev.labelops.operator.job.plan;

import static dev.labelops.operator.job.Samples.plan;
import static dev.labelops.operator.job.Samples.spec;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
}
