package dev.labelops.operator.smoke;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.tenancy.Tenancy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;

/**
 * One {@code make aws-smoke}: recordings always, a line in docs/operate/verified-on-aws.md only
 * when it was AWS that answered.
 *
 * @param endpoints overrides as in {@link OperatorSettings.Aws}; none: AWS
 * @param project the folder that holds docs and target
 */
record SmokeRun(
    SmokeRequest request,
    Map<String, URI> endpoints,
    AwsCredentialsProvider credentials,
    Path project,
    Duration patience,
    String version) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  /** Folder of the recordings. */
  Path run(Instant now, Consumer<String> says) throws IOException {
    String stamp = STAMP.format(now);
    String jobName = "labelops-smoke-" + stamp;
    boolean aws = endpoints.isEmpty();
    Path recordings =
        aws
            ? project.resolve("docs/operate/verified-on-aws").resolve(stamp)
            : project.resolve("target/aws-smoke").resolve(stamp);
    CallRecorder recorder = new CallRecorder(recordings, new Scrubber(request, jobName));
    try (AwsClients clients = new AwsClients(settings(), List.of(recorder))) {
      new AwsSmoke(request, jobName, clients, patience, says).run();
    } finally {
      says.accept("recordings: " + project.relativize(recordings));
    }
    if (aws) {
      VerifiedOnAws.add(
          project.resolve("docs/operate/verified-on-aws.md"),
          now.atZone(ZoneOffset.UTC).toLocalDate(),
          request.region(),
          version,
          "verified-on-aws/" + stamp);
      says.accept(
          "added a line to docs/operate/verified-on-aws.md: read the recordings, then commit both");
    } else {
      says.accept("an endpoint is overridden, so nothing was verified on AWS: no line is written");
    }
    return recordings;
  }

  private OperatorSettings settings() {
    return new OperatorSettings(
        Optional.of("aws-smoke"),
        "none",
        new OperatorSettings.Aws(
            request.region(),
            credentials,
            endpoints,
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            RetryMode.STANDARD,
            Map.of()),
        new OperatorSettings.Feed(60, Duration.ofSeconds(5), Duration.ofSeconds(60)),
        new Tenancy(true, "none", Map.of()),
        0);
  }
}
