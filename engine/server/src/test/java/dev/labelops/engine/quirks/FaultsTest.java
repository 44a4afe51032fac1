package dev.labelops.engine.quirks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.labelops.engine.Clients;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cognitoidentityprovider.model.TooManyRequestsException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.sagemaker.model.SageMakerException;

/** Quirks set over HTTP make calls go wrong as often as asked. */
class FaultsTest {
  @TempDir static Path folder;
  private static Engine engine;
  private static Clients clients;

  @BeforeAll
  static void start() {
    engine = Engine.start(EngineSettings.local(folder).withQuirks());
    clients = Clients.of(engine, "us-east-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Test
  void throttlingEndsAfterTheGivenTimes() throws Exception {
    set("{\"faults\":[{\"operation\":\"ListWorkteams\",\"kind\":\"THROTTLE\",\"times\":2}]}");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> clients.sageMaker().listWorkteams(b -> {}))
          .isInstanceOfSatisfying(
              SageMakerException.class,
              e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("ThrottlingException"));
    }
    assertThat(clients.sageMaker().listWorkteams(b -> {}).workteams()).isEmpty();
  }

  @Test
  void eachServiceHasItsOwnForm() throws Exception {
    set("{\"faults\":[{\"operation\":\"*\",\"kind\":\"THROTTLE\",\"times\":0}]}");
    assertThatThrownBy(() -> clients.cognito().listUserPools(b -> b.maxResults(1)))
        .isInstanceOf(TooManyRequestsException.class);
    assertThatThrownBy(() -> clients.s3().listBuckets())
        .isInstanceOfSatisfying(
            S3Exception.class,
            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown"));
  }

  @Test
  void aLostAnswerIsStillAnAct() throws Exception {
    set("{\"faults\":[{\"operation\":\"CreateUserPool\",\"kind\":\"LOSE_ANSWER\",\"times\":1}]}");
    assertThatThrownBy(() -> clients.cognito().createUserPool(b -> b.poolName("made-unheard")))
        .isInstanceOf(SdkClientException.class);
    assertThat(clients.cognito().listUserPools(b -> b.maxResults(10)).userPools())
        .extracting("name")
        .containsOnlyOnce("made-unheard");
  }

  @Test
  void listsMayStartWithAnEmptyPage() throws Exception {
    set("{}");
    clients.cognito().createUserPool(b -> b.poolName("behind-an-empty-page"));
    set("{\"emptyPages\":true}");
    var first = clients.cognito().listUserPools(b -> b.maxResults(10));
    assertThat(first.userPools()).isEmpty();
    assertThat(first.nextToken()).isNotNull();
    assertThat(
            clients
                .cognito()
                .listUserPools(b -> b.maxResults(10).nextToken(first.nextToken()))
                .userPools())
        .extracting("name")
        .contains("behind-an-empty-page");
  }

  @Test
  void onlyTheOwnerSetsQuirks() throws Exception {
    assertThat(put("{}", "test:wrong").statusCode()).isEqualTo(401);
    assertThat(put("{\"faults\":7}", "test:test").statusCode()).isEqualTo(400);
  }

  @Test
  void anEngineThatWasNotStartedForQuirksTakesNone(@TempDir Path plain) throws Exception {
    try (Engine careful = Engine.start(EngineSettings.local(plain))) {
      HttpResponse<String> answer = put(careful, "{\"emptyPages\":true}", "test:test");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("QuirksNotAllowed", "--quirks");
      assertThat(put(careful, "{}", "test:wrong").statusCode()).isEqualTo(401);
      assertThat(Clients.of(careful, "us-east-1").cognito().listUserPools(b -> b.maxResults(1)))
          .extracting("nextToken")
          .as("no empty page came first")
          .isNull();
    }
  }

  private static void set(String quirks) throws Exception {
    assertThat(put(quirks, "test:test").statusCode()).isEqualTo(200);
  }

  private static HttpResponse<String> put(String quirks, String login) throws Exception {
    return put(engine, quirks, login);
  }

  private static HttpResponse<String> put(Engine engine, String quirks, String login)
      throws Exception {
    String basic = Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(engine.address().resolve("/_labelops/quirks"))
            .header("Authorization", "Basic " + basic)
            .PUT(HttpRequest.BodyPublishers.ofString(quirks))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }
}
