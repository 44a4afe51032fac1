package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.labeling.LabelingFixture;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owners who sign in with a user name, and limits for those who guess. */
class OwnerUsersTest {
  private static final String CURRENT = "/_labelops/api/owner/sessions/current";
  private static final String JOBS = "/_labelops/api/owner/jobs";
  private static final String GROUP = "labelops:owners";

  @TempDir static Path folder;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    engine =
        Engine.start(
            EngineSettings.local(folder).with(s -> s.trustedProxies = List.of("127.0.0.1")));
    fixture = LabelingFixture.open(engine, "eu-west-1");
    fixture.createGroup(GROUP);
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static String invited(String name) {
    String email = name + "@example.com";
    fixture.invite(email);
    return email;
  }

  @Test
  void aMemberOfTheGroupIsAnOwnerAfterTheFirstPassword() {
    String ann = invited("ann");
    fixture.addToGroup(ann, GROUP);
    Browser browser = new Browser(engine.address());
    assertThat(Browser.code(browser.signInAsOwnerUser(ann, "Temporary-1", null)))
        .isEqualTo("NewPasswordRequired");
    assertThat(browser.cookies()).isEmpty();

    HttpResponse<String> signedIn = browser.signInAsOwnerUser(ann, "Temporary-1", "Permanent-1");

    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
        .matches(
            "labelops_owner=[\\w-]{43}; Path=/_labelops; Max-Age=43200; HttpOnly; SameSite=Strict");
    JsonNode session = Browser.json(signedIn);
    assertThat(session.path("accountId").asText()).isEqualTo("000000000000");
    assertThat(session.path("name").asText()).isEqualTo(ann);
    assertThat(session.path("kind").asText()).isEqualTo("owner");
    assertThat(Browser.json(browser.get(CURRENT))).isEqualTo(session);
    assertThat(browser.get(JOBS).statusCode()).isEqualTo(200);
    assertThat(browser.get("/_labelops/api/jobs").statusCode())
        .as("an owner's session is no worker's")
        .isEqualTo(401);
    assertThat(Browser.code(browser.send("DELETE", CURRENT, null, Map.of())))
        .isEqualTo("CsrfTokenRequired");
    assertThat(browser.delete(CURRENT).statusCode()).isEqualTo(204);
    assertThat(browser.get(JOBS).statusCode()).isEqualTo(401);
  }

  @Test
  void whoLeavesTheGroupIsNoOwnerFromThenOn() {
    String bea = invited("bea");
    fixture.addToGroup(bea, GROUP);
    Browser browser = new Browser(engine.address());
    browser.signInAsOwnerUser(bea, "Temporary-1", "Permanent-1");
    assertThat(browser.get(JOBS).statusCode()).isEqualTo(200);

    fixture.removeFromGroup(bea, GROUP);

    assertThat(browser.get(JOBS).statusCode()).isEqualTo(401);
  }

  @Test
  void aWorkerIsNoOwner() {
    fixture.worker("carl");
    Browser browser = new Browser(engine.address());
    HttpResponse<String> answer =
        browser.signInAsOwnerUser("carl@eu-west-1.example.com", "Permanent-1", null);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(Browser.code(answer)).isEqualTo("NotAnOwner");
    assertThat(answer.body()).contains(GROUP);
    assertThat(browser.cookies()).isEmpty();
  }

  @Test
  void guessingThePasswordOfAnOwnerTakesLongerEachTime() {
    Browser guesser = new Browser(engine.address());
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.signInAsOwnerUser("nobody", "guess-" + i, null).statusCode())
          .isEqualTo(401);
    }
    HttpResponse<String> sixth = guesser.signInAsOwnerUser("nobody", "guess", null);
    assertThat(sixth.statusCode()).isEqualTo(429);
    assertThat(sixth.headers().firstValue("Retry-After")).isPresent();
  }

  private static HttpResponse<String> basic(String path, String secret, String from) {
    String key =
        Base64.getEncoder().encodeToString(("test:" + secret).getBytes(StandardCharsets.UTF_8));
    return new Browser(engine.address())
        .send("GET", path, null, Map.of("Authorization", "Basic " + key, "X-Forwarded-For", from));
  }

  @Test
  void guessingTheSecretOfAKeyWithHttpBasicTakesLongerEachTime() {
    for (String path : List.of(JOBS, "/_labelops/outbox", "/_labelops/quirks")) {
      String stranger = "10.1.1." + path.length();
      assertThat(basic(JOBS, "test", "10.2.2.2").statusCode())
          .as("a program at an address that is known for the key")
          .isEqualTo(200);
      int guesses = 0;
      HttpResponse<String> answer = basic(path, "guess", stranger);
      while (answer.statusCode() == 401 && guesses < 10) {
        guesses++;
        answer = basic(path, "guess", stranger);
      }
      assertThat(answer.statusCode()).as(path + " after " + guesses).isEqualTo(429);
      assertThat(Browser.code(answer)).isEqualTo("TooManyAttempts");
      assertThat(basic(path, "test", stranger).statusCode())
          .as("the right secret does not show either")
          .isEqualTo(429);
      assertThat(basic(JOBS, "test", "10.2.2.2").statusCode())
          .as("the program goes on")
          .isEqualTo(200);
    }
  }

  @Test
  void aWrongSecretEndsWhatIsRememberedOfItsAddress() {
    String address = "10.3.3.3";
    assertThat(basic(JOBS, "test", address).statusCode()).isEqualTo(200);
    for (int i = 0; i < 5; i++) {
      assertThat(basic(JOBS, "guess", address).statusCode()).isEqualTo(401);
    }
    assertThat(basic(JOBS, "test", address).statusCode()).isEqualTo(429);
  }
}
