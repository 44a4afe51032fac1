package dev.labelops.operator.smoke;

import dev.labelops.operator.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/** What {@code make aws-smoke} runs; no build does, because it costs money. */
class AwsSmokeCommand {
  @Test
  void run() throws Exception {
    Map<String, String> environment = System.getenv();
    SmokeRequest request;
    try {
      request = SmokeRequest.of(environment);
    } catch (IllegalArgumentException e) {
      System.out.println(e.getMessage());
      throw new AssertionError("nothing was done");
    }
    System.out.println(request.plan());
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.builder().build()) {
      new SmokeRun(
              request,
              Settings.endpoints(environment),
              credentials,
              Path.of("..").toAbsolutePath().normalize(),
              Duration.ofMinutes(15),
              System.getProperty("labelops.version", "unknown"))
          .run(Instant.now(), line -> System.out.println("  " + line));
    }
  }
}
