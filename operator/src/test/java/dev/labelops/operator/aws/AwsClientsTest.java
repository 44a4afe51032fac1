package dev.labelops.operator.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.labelops.operator.harness.TestSettings;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;

class AwsClientsTest {
  /** Nobody listens there, so each call fails immediately. */
  private static final URI CLOSED = URI.create("http://127.0.0.1:9");

  @Test
  void callsOfEveryServiceAndRegionAreTimedByOneThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (AwsClients clients = new AwsClients(TestSettings.of(CLOSED, "eu-west-1"), List.of())) {
      for (String region : List.of("eu-west-1", "eu-west-2", "us-east-1")) {
        var scope = new AwsClients.Scope(region, Optional.empty(), Optional.empty());
        for (Runnable call :
            List.<Runnable>of(
                () -> clients.sageMaker(scope).listWorkteams(),
                () -> clients.s3(scope).listBuckets(),
                () -> clients.cognito(scope).listUserPools(r -> r.maxResults(1)))) {
          assertThat(catchThrowable(call::run)).isInstanceOf(SdkClientException.class);
        }
      }

      assertThat(startedSince(before)).containsExactly(AwsClients.TIMEOUTS);
    }
  }

  @Test
  void keepsClientsOfSoManyScopesAndDisturbsNobodyWhoUsesAnEvictedOne() {
    try (AwsClients clients = new AwsClients(TestSettings.of(CLOSED, "eu-west-1"), List.of())) {
      var first = new AwsClients.Scope("eu-west-1", Optional.empty(), Optional.of("first"));
      var used = clients.s3(first);
      for (int i = 0; i < AwsClients.MOST_SCOPES + 50; i++) {
        clients.s3(new AwsClients.Scope("eu-west-1", Optional.empty(), Optional.of("id-" + i)));
      }
      assertThat(clients.scopes()).isLessThanOrEqualTo(AwsClients.MOST_SCOPES);
      assertThat(catchThrowable(used::listBuckets))
          .as("it still tries to connect")
          .isInstanceOf(SdkClientException.class)
          .hasMessageContaining("Connection refused");
    }
  }

  private static List<String> startedSince(Set<Thread> before) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !before.contains(thread))
        .map(Thread::getName)
        .filter(name -> name.startsWith("sdk-") || name.equals(AwsClients.TIMEOUTS))
        .toList();
  }
}
