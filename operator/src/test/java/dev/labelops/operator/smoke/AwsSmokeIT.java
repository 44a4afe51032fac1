package dev.labelops.operator.smoke;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.job.LabelingLab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code make aws-smoke} against the engine, over HTTP. */
class AwsSmokeIT {
  private static final Map<String, String> GIVEN =
      Map.of(
          "REGION", "eu-west-1",
          "BUCKET", "lab-eu-west-1",
          "ROLE", LabelingLab.ROLE,
          "WORKTEAM", "arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/logos",
          "CONFIRM", "yes");

  @Test
  void oneJobIsCreatedStoppedAndRecordedWithoutSecrets(@TempDir Path folder) throws IOException {
    Files.createDirectories(folder.resolve("docs"));
    try (LabelingLab lab = new LabelingLab(folder.resolve("engine"), Learner.NONE)) {
      LabelingLab.Site site = lab.site("eu-west-1", 1);
      List<String> said = new ArrayList<>();
      Path recordings =
          new SmokeRun(
                  SmokeRequest.of(GIVEN),
                  site.settings().aws().endpoints(),
                  site.settings().aws().credentials(),
                  folder,
                  Duration.ofSeconds(60),
                  "test")
              .run(Instant.parse("2026-01-02T03:04:05Z"), said::add);

      assertThat(said)
          .contains("ok: listed as running", "ok: its tags read back", "removed the files")
          .anyMatch(line -> line.startsWith("Stopped after"))
          .anyMatch(line -> line.contains("no line is written"));
      assertThat(folder.resolve("docs")).isEmptyDirectory();
      assertThat(recordings).isEqualTo(folder.resolve("target/aws-smoke/20260102-030405"));
      assertThat(lab.jobs(site))
          .singleElement()
          .satisfies(job -> assertThat(job.labelingJobStatusAsString()).isEqualTo("Stopped"));
      try (AwsClients clients = new AwsClients(site.settings(), List.of())) {
        assertThat(
                clients
                    .s3(clients.scope(null))
                    .listObjectsV2(r -> r.bucket(site.bucket()).prefix(AwsSmoke.PREFIX))
                    .contents())
            .isEmpty();
      }
      check(recordings, site);
    }
  }

  private static void check(Path recordings, LabelingLab.Site site) throws IOException {
    Map<String, String> files = new HashMap<>();
    try (Stream<Path> all = Files.list(recordings)) {
      for (Path file : all.toList()) {
        files.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    assertThat(files.keySet().stream().map(name -> name.replaceFirst("^\\d+-", "")).distinct())
        .contains(
            "sagemaker-CreateLabelingJob.json",
            "sagemaker-DescribeLabelingJob.json",
            "sagemaker-ListLabelingJobs.json",
            "sagemaker-ListTags.json",
            "sagemaker-StopLabelingJob.json",
            "sagemaker-DescribeWorkteam.json",
            "cognitoidentityprovider-ListUsersInGroup.json",
            "s3-PutObject.json",
            "s3-HeadBucket.json");
    String everything = files.values().stream().collect(Collectors.joining("\n"));
    assertThat(everything)
        .contains("labelops.dev/installation", "example-bucket", "example-role", "example-team")
        .doesNotContain("000000000000:")
        .doesNotContain(site.bucket(), "ground-truth\"", LabelingLab.WORKER, site.userPoolId())
        .doesNotContainIgnoringCase("authorization");
  }

  @Test
  void nothingIsDoneWithoutConsent() {
    Map<String, String> given = new HashMap<>(GIVEN);
    given.remove("CONFIRM");
    assertThatThrownBy(() -> SmokeRequest.of(given))
        .hasMessageContaining("about 0.08 USD")
        .hasMessageContaining("Nothing was done yet: add CONFIRM=yes.");
    assertThatThrownBy(() -> SmokeRequest.of(Map.of("CONFIRM", "yes")))
        .hasMessageContaining("REGION is missing")
        .hasMessageContaining("BUCKET is missing")
        .hasMessageContaining("ROLE must be")
        .hasMessageContaining("WORKTEAM must be");
    given.putAll(Map.of("CONFIRM", "yes", "REGION", "us-east-1"));
    assertThatThrownBy(() -> SmokeRequest.of(given))
        .hasMessageContaining("WORKTEAM is in eu-west-1, but REGION is 'us-east-1'.");
  }

  @Test
  void peopleAccountsAndOtherJobsAreScrubbed() {
    Scrubber scrubber = new Scrubber(SmokeRequest.of(GIVEN), "labelops-smoke-1");
    String scrubbed =
        scrubber.scrub(
            """
            {"LabelingJobSummaryList": [{"LabelingJobName": "labelops-smoke-1"},
              {"LabelingJobName": "secret-product"}], "JobReferenceCode": "444455556666abc",
              "Users": [{"Username": "ann", "Attributes": [{"Name": "email", "Value": "a@b.de"}]}],
              "Tags": [{"Key": "labelops.dev/name", "Value": "kept"}, {"Key": "team", "Value": "x9"}],
              "RoleArn": "arn:aws:iam::444455556666:role/x", "Text": "mail ann@firm.example now",
              "Id": "AKIAABCDEFGHIJKLMNOP"}\
            """);
    assertThat(scrubbed)
        .contains("labelops-smoke-1", "kept", "arn:aws:iam::111122223333:role/x")
        .doesNotContain("secret-product", "444455556666", "ann", "a@b.de", "x9", "AKIAABCD");
  }

  @Test
  void aRunOnAwsLeavesADatedLine(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("verified-on-aws.md");
    Files.copy(Path.of("../docs/operate/verified-on-aws.md"), page);
    VerifiedOnAws.add(page, LocalDate.of(2026, 1, 2), "eu-west-1", "0.1.0", "verified-on-aws/x");
    assertThat(Files.readString(page))
        .contains("| 2026-01-02 | eu-west-1 | 0.1.0 | one text job")
        .contains("(verified-on-aws/x)");
  }
}
