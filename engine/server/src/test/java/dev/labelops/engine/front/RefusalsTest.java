package dev.labelops.engine.front;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is badly signed, malformed, unknown or too large, and the constraint checks. */
class RefusalsTest {
  private static final String LIST = "SageMaker.ListWorkteams";

  @TempDir static Path folder;
  private static Engine engine;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder));
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static RawClient client() {
    return new RawClient(engine.address());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      textBlock =
          """
          a right signature,      test,  test,  0,   200, '',                          200, ''
          an unknown key,         nope,  test,  0,   400, UnrecognizedClientException, 403, InvalidAccessKeyId
          a wrong secret,         test,  wrong, 0,   400, InvalidSignatureException,   403, SignatureDoesNotMatch
          a clock 20 min behind,  test,  test,  -20, 400, InvalidSignatureException,   403, RequestTimeTooSkewed
          a clock 20 min ahead,   test,  test,  20,  400, InvalidSignatureException,   403, RequestTimeTooSkewed
          a clock 10 min behind,  test,  test,  -10, 200, '',                          200, ''
          """)
  void signatures(
      String what,
      String key,
      String secret,
      int minutes,
      int jsonStatus,
      String jsonCode,
      int s3Status,
      String s3Code)
      throws Exception {
    RawClient client = client().key(key, secret).clockOffBy(Duration.ofMinutes(minutes));

    HttpResponse<String> json = client.json(LIST, "{}");
    assertThat(json.statusCode()).as("%s: %s", what, json.body()).isEqualTo(jsonStatus);
    assertThat(json.body()).contains(jsonCode);

    HttpResponse<String> s3 = client.s3("GET", "/", "");
    assertThat(s3.statusCode()).as("%s: %s", what, s3.body()).isEqualTo(s3Status);
    assertThat(s3.body()).contains(s3Code.isEmpty() ? "" : "<Code>" + s3Code + "</Code>");
  }

  @Test
  void withoutAnySignature() throws Exception {
    HttpResponse<String> json = client().unsigned("POST", "/", Map.of("X-Amz-Target", LIST));
    assertThat(json.statusCode()).isEqualTo(403);
    assertThat(json.body()).contains("MissingAuthenticationTokenException");

    HttpResponse<String> s3 = client().unsigned("GET", "/some-bucket/key", Map.of());
    assertThat(s3.statusCode()).isEqualTo(403);
    assertThat(s3.body()).contains("<Code>AccessDenied</Code>");

    HttpResponse<String> garbled =
        client().unsigned("GET", "/some-bucket/key", Map.of("Authorization", "AWS4-HMAC-SHA256 x"));
    assertThat(garbled.statusCode()).isEqualTo(400);
    assertThat(garbled.body()).contains("<Code>AuthorizationHeaderMalformed</Code>");
  }

  @Test
  void aBodyThatWasChangedOnTheWay() throws Exception {
    HttpResponse<String> answer =
        client().send("sagemaker", "POST", "/", Map.of("X-Amz-Target", LIST), "{}", "{ }");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("InvalidSignatureException");

    HttpResponse<String> s3 =
        client().send("s3", "PUT", "/changed-on-the-way", Map.of(), "", "<other/>");
    assertThat(s3.statusCode()).isEqualTo(400);
    assertThat(s3.body()).contains("<Code>XAmzContentSHA256Mismatch</Code>");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SageMaker.MakeCoffee     | {}            | UnknownOperationException
          SageMaker.ListWorkteams  | {"MaxResults  | SerializationException
          SageMaker.ListWorkteams  | []            | SerializationException
          SageMaker.ListWorkteams  | {"MaxResults":"ten"} | SerializationException
          SageMaker.ListWorkteams  | {"MaxResults":18446744073709551617} | SerializationException
          SageMaker.ListWorkteams  | {} and more   | SerializationException
          """)
  void whatCannotBeRead(String target, String body, String code) throws Exception {
    HttpResponse<String> answer = client().json(target, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"__type\":\"" + code + "\"").doesNotContain("\tat ");
  }

  @Test
  void deeplyNestedOrTooLarge() throws Exception {
    HttpResponse<String> deep = client().json(LIST, "[".repeat(50_000));
    assertThat(deep.statusCode()).isEqualTo(400);
    assertThat(deep.body()).contains("SerializationException");

    HttpResponse<String> large = client().json(LIST, " ".repeat(3 * 1024 * 1024));
    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(large.body()).contains("RequestEntityTooLargeException");
  }

  @Test
  void aTextThatNoPatternCanTake() throws Exception {
    String keyword = "a ".repeat(20_000) + "a";
    HttpResponse<String> answer =
        client()
            .json(
                "SageMaker.CreateLabelingJob",
                "{\"HumanTaskConfig\":{\"TaskKeywords\":[\"" + keyword + "\"]}}");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("ValidationException").doesNotContain("java.lang");
  }

  @Test
  void whatTheShapeDoesNotKnowIsIgnored() throws Exception {
    HttpResponse<String> made =
        client()
            .json(
                "AWSCognitoIdentityProviderService.CreateUserPool",
                "{\"PoolName\":\"p\",\"MfaConfiguration\":null,\"Unheard\":1}");
    assertThat(made.statusCode()).isEqualTo(200);
    assertThat(Json.parse(made.body()).at("/UserPool/MfaConfiguration").asText()).isEqualTo("OFF");
    assertThat(made.body()).doesNotContain("Unheard");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          SageMaker.DescribeWorkteam | {} | ValidationException | 1 validation error detected: Value null at 'workteamName' failed to satisfy constraint: Member must not be null
          SageMaker.DescribeWorkteam | {"WorkteamName":"-a"} | ValidationException | 1 validation error detected: Value '-a' at 'workteamName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}
          SageMaker.ListWorkteams | {"MaxResults":101,"SortOrder":"Up"} | ValidationException | 2 validation errors detected: Value 'Up' at 'sortOrder' failed to satisfy constraint: Member must satisfy enum value set: [Ascending, Descending]; Value '101' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 100
          SageMaker.CreateWorkteam | {"WorkteamName":"a","Description":"d","MemberDefinitions":[{"CognitoMemberDefinition":{"UserPool":"p","UserGroup":"g","ClientId":"c"}}]} | ValidationException | Value 'p' at 'memberDefinitions.1.member.cognitoMemberDefinition.userPool' failed to satisfy constraint
          SageMaker.ListLabelingJobs | {"NameContains":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"} | ValidationException | 1 validation error detected: Value 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' at 'nameContains' failed to satisfy constraint: Member must have length less than or equal to 63
          SageMaker.CreateWorkteam | {"WorkteamName":"a","Description":"d","MemberDefinitions":[]} | ValidationException | Value '[]' at 'memberDefinitions' failed to satisfy constraint: Member must have length greater than or equal to 1
          AWSCognitoIdentityProviderService.ListUserPools | {"MaxResults":61} | InvalidParameterException | Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60
          AWSCognitoIdentityProviderService.AdminGetUser | {"UserPoolId":"eu-west-1_x","Username":""} | InvalidParameterException | Value at 'username' failed to satisfy constraint: Member must have length greater than or equal to 1
          """)
  void constraints(String target, String body, String code, String message) throws Exception {
    HttpResponse<String> answer = client().json(target, body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains(code);
    assertThat(Json.parse(answer.body()).get("message").asText()).contains(message);
  }
}
