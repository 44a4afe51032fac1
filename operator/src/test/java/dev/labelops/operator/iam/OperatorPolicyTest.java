package dev.labelops.operator.iam;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the policies of {@code config/aws} against the calls in the operator's code: each is
 * allowed, and nothing else is. {@link IamCheck} does the same with the requests that the tests
 * really send.
 */
class OperatorPolicyTest {
  private static final Pattern ACTION =
      Pattern.compile("\"((?:sagemaker|cognito-idp|s3|sts):[A-Z]\\w+)\"");

  private static final Set<String> OPERATIONS = CallsInCode.operations();
  private static final Policy POLICY =
      Policy.read(
          IamCheck.operatorPolicies(),
          Map.of(
              "PARTITION", "aws",
              "ACCOUNT", "111122223333",
              "REGION", "eu-west-1",
              "BUCKET", "pictures",
              "EXECUTION_ROLE", "labeling"));

  @Test
  void theCodeIsReadAtAll() {
    assertThat(OPERATIONS)
        .contains(
            "sagemaker:CreateLabelingJob",
            "sagemaker:ListTags",
            "cognito-idp:AdminCreateUser",
            "s3:HeadBucket",
            "s3:UploadPart",
            "sts:AssumeRole")
        .hasSizeGreaterThan(45);
  }

  @Test
  void everyCallInTheCodeIsAllowed() {
    assertThat(needed())
        .as("called, but missing in config/aws/operator-*.json")
        .allSatisfy(action -> assertThat(POLICY.allowedActions()).contains(action));
  }

  @Test
  void nothingIsAllowedThatTheCodeNeverCalls() {
    assertThat(POLICY.allowedActions())
        .as("allowed in config/aws/operator-*.json, but never called")
        .allSatisfy(action -> assertThat(needed()).contains(action));
  }

  private static Set<String> needed() {
    return OPERATIONS.stream()
        .flatMap(
            operation ->
                Stream.concat(
                    Stream.of(Permissions.action(operation)),
                    Permissions.besides(operation).stream()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void conditionsNameTheActionThatThePolicyMustAllow() throws IOException {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/dev/labelops/operator/aws"))) {
      for (Path source :
          sources.filter(file -> file.toString().matches(".*(?<!AwsErrors)\\.java")).toList()) {
        ACTION
            .matcher(Files.readString(source))
            .results()
            .forEach(match -> named.add(match.group(1)));
      }
    }
    // The SDK assumes roles by itself.
    named.add("sts:AssumeRole");
    assertThat(named)
        .isEqualTo(
            OPERATIONS.stream()
                .map(Permissions::action)
                .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void stoppingNeedsOurMark() {
    assertThat(decide("sagemaker:StopLabelingJob", job(), Map.of())).isFalse();
    assertThat(decide("sagemaker:StopLabelingJob", job(), marked("aws:ResourceTag/"))).isTrue();
  }

  @Test
  void thePublicIsNeverAsked() {
    for (String crowd : List.of("private-crowd", "vendor-crowd", "public-crowd")) {
      Map<String, List<String>> context =
          Map.of(
              "sagemaker:WorkteamType", List.of(crowd),
              "aws:RequestTag/labelops.dev/installation", List.of("home"));
      assertThat(decide("sagemaker:CreateLabelingJob", job(), context))
          .as(crowd)
          .isEqualTo(!crowd.equals("public-crowd"));
    }
  }

  @Test
  void onlyTheExecutionRoleIsPassedAndOnlyToSageMaker() {
    Map<String, List<String>> sageMaker =
        Map.of("iam:PassedToService", List.of("sagemaker.amazonaws.com"));
    String role = "arn:aws:iam::111122223333:role/";
    assertThat(decide("iam:PassRole", role + "labeling", sageMaker)).isTrue();
    assertThat(decide("iam:PassRole", role + "admin", sageMaker)).isFalse();
    assertThat(
            decide(
                "iam:PassRole",
                role + "labeling",
                Map.of("iam:PassedToService", List.of("lambda.amazonaws.com"))))
        .isFalse();
  }

  @Test
  void otherBucketsAccountsAndRegionsStayOutOfReach() {
    assertThat(decide("s3:GetObject", "arn:aws:s3:::pictures/a.jpg", Map.of())).isTrue();
    assertThat(decide("s3:GetObject", "arn:aws:s3:::pictures-of-others/a.jpg", Map.of())).isFalse();
    assertThat(decide("s3:DeleteObject", "arn:aws:s3:::pictures/a.jpg", Map.of())).isFalse();
    assertThat(
            decide(
                "sagemaker:DescribeLabelingJob",
                "arn:aws:sagemaker:eu-west-2:111122223333:labeling-job/a",
                Map.of()))
        .isFalse();
  }

  private static boolean decide(String action, String resource, Map<String, List<String>> context) {
    Function<String, List<String>> values = key -> context.getOrDefault(key, List.of());
    return POLICY.allows(new IamRequest(action, resource, values));
  }

  private static String job() {
    return "arn:aws:sagemaker:eu-west-1:111122223333:labeling-job/logos";
  }

  private static Map<String, List<String>> marked(String where) {
    return Map.of(where + "labelops.dev/installation", List.of("home"));
  }
}
