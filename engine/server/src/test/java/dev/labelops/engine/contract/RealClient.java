package dev.labelops.engine.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A client in a process of its own that knows nothing of the engine but its address, in {@code
 * AWS_ENDPOINT_URL}.
 *
 * @param folder where it runs, and what it saved
 */
record RealClient(Path folder) {
  private static final int DEADLINE_MINUTES = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Whether the command ends well, for example {@code aws --version}. */
  boolean has(String... command) throws IOException, InterruptedException {
    try {
      return run(URI.create("http://127.0.0.1"), command) == 0;
    } catch (IOException e) {
      return false; // not on the machine
    }
  }

  /** Runs the command against the engine to its end, which must be a good one. */
  void runAgainst(URI engine, String... command) throws IOException, InterruptedException {
    int end = run(engine, command);
    assertThat(end).as(() -> String.join(" ", command) + " said:\n" + output()).isZero();
  }

  private int run(URI engine, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.putAll(
        Map.of(
            "AWS_ENDPOINT_URL", engine.toString(),
            "AWS_REGION", "eu-west-1",
            "AWS_DEFAULT_REGION", "eu-west-1",
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            // The settings of whoever runs the test must not count.
            "AWS_CONFIG_FILE", folder.resolve("no-config").toString(),
            "AWS_SHARED_CREDENTIALS_FILE", folder.resolve("no-credentials").toString(),
            "NO_PROXY", "127.0.0.1",
            "no_proxy", "127.0.0.1"));
    Process process = builder.start();
    try {
      if (!process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError(
            "not through after " + DEADLINE_MINUTES + " minutes:\n" + output());
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String output() {
    try {
      return Files.readString(folder.resolve("output.txt"));
    } catch (IOException e) {
      return "nothing (" + e + ")";
    }
  }

  /** A script among the test's resources. */
  static Path script(String name) throws URISyntaxException {
    return Path.of(RealClient.class.getResource("/contract/" + name).toURI());
  }

  /** What the script saved of a step. */
  JsonNode saved(String step) throws IOException {
    return JSON.readTree(folder.resolve(step + ".json").toFile());
  }

  /** Asserts what both scripts must have seen of their team and their job. */
  void sawTeamAndJob(String jobName) throws IOException {
    assertThat(saved("workteam").at("/Workteam/WorkteamArn").asText())
        .isEqualTo("arn:aws:sagemaker:eu-west-1:000000000000:workteam/private-crowd/readers");
    assertThat(saved("cors").at("/CORSRules/0/AllowedMethods/0").asText()).isEqualTo("GET");
    assertThat(saved("uploaded").path("Contents").findValuesAsText("Key"))
        .containsExactly("labels.json", "text-classification.liquid", "texts.manifest");

    String arn = "arn:aws:sagemaker:eu-west-1:000000000000:labeling-job/" + jobName;
    JsonNode described = saved("described");
    assertThat(described.path("LabelingJobArn").asText()).isEqualTo(arn);
    assertThat(described.path("LabelingJobStatus").asText()).isEqualTo("InProgress");
    assertThat(described.path("LabelAttributeName").asText()).isEqualTo("mood");
    assertThat(described.at("/Tags/0/Key").asText()).isEqualTo("owner");
    assertThat(saved("listed").path("LabelingJobSummaryList").findValuesAsText("LabelingJobName"))
        .containsExactly(jobName);
    assertThat(saved("taken").asText()).contains("(ResourceInUse)").contains("CreateLabelingJob");

    assertThat(saved("tags-added").path("Tags").findValuesAsText("Key"))
        .containsExactly("owner", "stage");
    assertThat(saved("tags-left").path("Tags").findValuesAsText("Key")).containsExactly("stage");
    assertThat(saved("tags-of-unknown").asText())
        .contains("(ValidationException)")
        .contains(arn + "-2 does not exist");

    JsonNode stopped = saved("stopped");
    assertThat(stopped.path("LabelingJobStatus").asText()).isEqualTo("Stopped");
    assertThat(stopped.at("/LabelCounters/Unlabeled").asInt()).isEqualTo(3);
    assertThat(stopped.at("/LabelingJobOutput/OutputDatasetS3Uri").asText())
        .isEqualTo("s3://%1$s/output/%1$s/manifests/output/output.manifest".formatted(jobName));
  }
}
