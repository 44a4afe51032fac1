package dev.labelops.install.iam;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Fills in the policies of {@code config/aws} as a user does, and holds them against IAM's limits.
 * Whether they allow what the operator calls, and no more, is tested in the operator.
 */
class AwsPoliciesIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Path POLICIES = Project.ROOT.resolve("config/aws");
  private static final Path FILLED_IN = Project.ROOT.resolve("target/aws-policies");

  /** Characters without white space in a managed policy and in a role's trust policy. */
  private static final int LONGEST_POLICY = 6144;

  private static final int LONGEST_TRUST = 2048;

  private static final Map<String, String> VALUES =
      Map.of(
          "ACCOUNT", "111122223333",
          "REGION", "eu-west-1",
          "BUCKET", "brand-logos",
          "EXECUTION_ROLE", "labeling",
          "OPERATOR_ROLE", "labelops-operator",
          "OIDC_PROVIDER", "oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE",
          "ASSUMED_ROLE_ARN", "arn:aws:iam::444455556666:role/labeling-team",
          "EXTERNAL_ID", "labelops-home",
          "KMS_KEY", "11112222-3333-4444-5555-666677778888");

  private record Result(int status, String output) {}

  @Test
  void withEveryValueEveryPolicyIsComplete() throws Exception {
    assertThat(make(VALUES).status()).isZero();
    for (Path file : policies()) {
      String text = Files.readString(FILLED_IN.resolve(file.getFileName()));
      assertThat(text).as("%s", file).doesNotContain("${");
      assertThat(text.replaceAll("\\s", ""))
          .as("%s", file)
          .hasSizeLessThan(
              file.getFileName().toString().startsWith("trust-") ? LONGEST_TRUST : LONGEST_POLICY);
      check(JSON.readTree(text));
    }
  }

  private static void check(JsonNode policy) {
    assertThat(policy.get("Version").asText()).isEqualTo("2012-10-17");
    List<String> ids = policy.get("Statement").findValuesAsText("Sid");
    assertThat(ids).doesNotHaveDuplicates().allMatch(id -> id.matches("[A-Za-z0-9]+"));
    assertThat(ids).hasSize(policy.get("Statement").size());
    for (JsonNode statement : policy.get("Statement")) {
      assertThat(statement.get("Action").toString())
          .as("no wildcard stands for actions that nobody has read")
          .doesNotContain(":*\"");
      assertThat(statement.has("Principal")).isNotEqualTo(statement.has("Resource"));
    }
  }

  @Test
  void aPolicyWithoutItsValuesIsLeftOutAndThatIsSaid() throws Exception {
    Result result =
        make(Map.of("ACCOUNT", "111122223333", "REGION", "cn-north-1", "BUCKET", "brand-logos"));
    assertThat(result.status()).isZero();
    assertThat(result.output())
        .contains("left out operator-jobs.json: set EXECUTION_ROLE")
        .contains("left out trust-assumed-role.json: set EXTERNAL_ID OPERATOR_ROLE")
        .contains("wrote target/aws-policies/operator-teams.json");
    assertThat(FILLED_IN.resolve("operator-jobs.json")).doesNotExist();
    assertThat(Files.readString(FILLED_IN.resolve("operator-teams.json")))
        .contains("arn:aws-cn:sagemaker:cn-north-1:111122223333:workteam/*");
  }

  @Test
  void wrongValuesAreRefusedInASentence() throws Exception {
    assertThat(make(Map.of("ACCOUNT", "1234", "REGION", "eu-west-1")).output())
        .contains("ACCOUNT must be the 12 digits of your AWS account, not '1234'");
    Map<String, String> values = new TreeMap<>(VALUES);
    values.put("BUCKET", "brand|logos");
    Result result = make(values);
    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("BUCKET='brand|logos' has characters that no ARN has");
  }

  @Test
  void everyPolicyAndPlaceholderIsDocumented() throws IOException {
    String page = Files.readString(Project.ROOT.resolve("docs/operate/iam.md"));
    TreeSet<String> placeholders = new TreeSet<>();
    for (Path file : policies()) {
      assertThat(page).contains("`" + file.getFileName() + "`");
      PLACEHOLDER
          .matcher(Files.readString(file))
          .results()
          .forEach(match -> placeholders.add(match.group(1)));
    }
    assertThat(placeholders)
        .isNotEmpty()
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  private static List<Path> policies() throws IOException {
    try (Stream<Path> files = Files.list(POLICIES)) {
      List<Path> all = files.sorted().toList();
      assertThat(all).hasSizeGreaterThan(8).allMatch(file -> file.toString().endsWith(".json"));
      return all;
    }
  }

  private static Result make(Map<String, String> values) throws IOException, InterruptedException {
    ProcessBuilder command = new ProcessBuilder("make", "--no-print-directory", "aws-policies");
    // Values of the machine that runs the tests must not fill in what a test leaves out.
    VALUES.keySet().forEach(command.environment()::remove);
    command.environment().remove("PARTITION");
    values.forEach((name, value) -> command.command().add(name + "=" + value));
    Process process = command.directory(Project.ROOT.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as(output).isTrue();
    return new Result(process.exitValue(), output);
  }
}
