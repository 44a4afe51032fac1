package dev.labelops.operator.harness;

import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.tenancy.Tenancy;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;

/** Settings of an operator that talks to an engine and looks often. */
public final class TestSettings {
  private TestSettings() {}

  /**
   * @param region keeps tests apart: the engine keeps everything per account and region
   */
  public static OperatorSettings of(URI engine, String region) {
    return new OperatorSettings(
        Optional.of("test-installation"),
        "labelops-system",
        new OperatorSettings.Aws(
            region,
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")),
            Map.of("", engine),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            RetryMode.STANDARD,
            Map.of()),
        new OperatorSettings.Feed(6000, Duration.ofMillis(200), Duration.ofSeconds(1)),
        new Tenancy(true, "labelops-system", Map.of()),
        40);
  }
}
