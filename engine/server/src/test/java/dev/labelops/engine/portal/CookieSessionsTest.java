package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Key;
import dev.labelops.engine.labeling.LabelingFixture;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of browsers: cookies and CSRF tokens of workers and owners. */
class CookieSessionsTest {
  private static final String CURRENT = "/_labelops/api/sessions/current";
  private static final String OWNER = "/_labelops/api/owner/sessions/current";

  @TempDir static Path folder;
  private static EngineSettings settings;
  private static Engine engine;
  private static LabelingFixture fixture;

  @BeforeAll
  static void start() {
    settings = EngineSettings.local(folder).with(s -> s.trustedProxies = List.of("127.0.0.1"));
    engine = Engine.start(settings);
    fixture = LabelingFixture.open(engine, "eu-west-1");
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  private static Browser signedIn(String name) {
    fixture.worker(name);
    Browser browser = new Browser(engine.address());
    assertThat(browser.signIn(name + "@eu-west-1.example.com", "Permanent-1", null).statusCode())
        .isEqualTo(200);
    return browser;
  }

  @Test
  void theCookieIsOutOfReachOfScriptsAndOtherSites() {
    fixture.invite("ann@example.com");
    Browser ann = new Browser(engine.address());
    assertThat(Browser.code(ann.signIn("ann@example.com", "Temporary-1", null)))
        .isEqualTo("NewPasswordRequired");
    assertThat(ann.cookies()).isEmpty();

    HttpResponse<String> signedIn = ann.signIn("ann@example.com", "Temporary-1", "Permanent-1");

    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
        .matches(
            "labelops_session=[\\w-]{43}; Path=/_labelops; Max-Age=43200; HttpOnly; SameSite=Strict");
    assertThat(Browser.json(signedIn).has("token")).isFalse();
    assertThat(Browser.json(signedIn).path("kind").asText()).isEqualTo("worker");
    assertThat(Browser.json(ann.get(CURRENT))).isEqualTo(Browser.json(signedIn));
  }

  @Test
  void overTlsTheCookieIsSecure() {
    fixture.worker("tls");
    HttpResponse<String> proxied =
        new Browser(engine.address())
            .send(
                "POST",
                "/_labelops/api/sessions",
                "{\"username\":\"tls@eu-west-1.example.com\",\"password\":\"Permanent-1\",\"cookie\":true}",
                Map.of("Content-Type", "application/json", "X-Forwarded-Proto", "https"));
    assertThat(proxied.headers().firstValue("Set-Cookie").orElseThrow()).endsWith("; Secure");
    assertThat(proxied.headers().firstValue("Strict-Transport-Security")).isPresent();
  }

  @Test
  void whatChangesSomethingNeedsTheCsrfToken() {
    Browser bea = signedIn("bea");
    Map<String, String> json = Map.of("Content-Type", "application/json");
    String take = "/_labelops/api/jobs/none/tasks";

    assertThat(Browser.code(bea.send("POST", take, "{}", json))).isEqualTo("CsrfTokenRequired");
    assertThat(
            Browser.code(
                bea.send(
                    "POST",
                    take,
                    "{}",
                    Map.of("Content-Type", "application/json", "X-CSRF-Token", "wrong"))))
        .isEqualTo("CsrfTokenRequired");
    assertThat(bea.send("DELETE", CURRENT, null, Map.of()).statusCode()).isEqualTo(403);
    assertThat(bea.get(CURRENT).statusCode()).as("still signed in").isEqualTo(200);
    assertThat(Browser.code(bea.post(take, "{}"))).isEqualTo("JobNotFound");
  }

  @Test
  void anotherSitesFormSignsNobodyIn() {
    fixture.worker("carl");
    HttpResponse<String> form =
        new Browser(engine.address())
            .send(
                "POST",
                "/_labelops/api/sessions",
                "{\"username\":\"carl@eu-west-1.example.com\",\"password\":\"Permanent-1\",\"cookie\":true}",
                Map.of("Content-Type", "text/plain"));
    assertThat(form.statusCode()).isEqualTo(415);
    assertThat(form.headers().firstValue("Set-Cookie")).isEmpty();
  }

  @Test
  void signingOutEndsTheSessionAndTheCookie() {
    Browser dora = signedIn("dora");
    String cookie = dora.cookies().getFirst().getValue();
    assertThat(dora.delete(CURRENT).statusCode()).isEqualTo(204);
    assertThat(dora.cookies()).isEmpty();
    assertThat(dora.get(CURRENT).statusCode()).isEqualTo(401);
    assertThat(
            new Browser(engine.address())
                .send("GET", CURRENT, null, Map.of("Cookie", "labelops_session=" + cookie))
                .statusCode())
        .as("whoever kept the cookie")
        .isEqualTo(401);
  }

  @Test
  void theNextSignInEndsTheSessionBefore() {
    Browser emil = signedIn("emil");
    String first = emil.cookies().getFirst().getValue();
    emil.signIn("emil@eu-west-1.example.com", "Permanent-1", null);
    assertThat(emil.cookies().getFirst().getValue()).isNotEqualTo(first);
    assertThat(
            new Browser(engine.address())
                .send("GET", CURRENT, null, Map.of("Cookie", "labelops_session=" + first))
                .statusCode())
        .isEqualTo(401);
  }

  @Test
  void anOwnerSignsInWithAKey() {
    Browser owner = new Browser(engine.address());
    assertThat(Browser.code(owner.get(OWNER))).isEqualTo("NotSignedIn");
    assertThat(Browser.code(owner.signInAsOwner("test", "wrong"))).isEqualTo("NotAuthorized");

    HttpResponse<String> signedIn = owner.signInAsOwner("test", "test");

    assertThat(signedIn.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith("labelops_owner=")
        .contains("; HttpOnly; SameSite=Strict");
    assertThat(Browser.json(signedIn).path("accountId").asText()).isEqualTo("000000000000");
    assertThat(Browser.json(owner.get(OWNER))).isEqualTo(Browser.json(signedIn));
    assertThat(owner.get(CURRENT).statusCode()).as("an owner is no worker").isEqualTo(401);
    assertThat(owner.send("DELETE", OWNER, null, Map.of()).statusCode()).isEqualTo(403);
    assertThat(owner.delete(OWNER).statusCode()).isEqualTo(204);
    assertThat(owner.get(OWNER).statusCode()).isEqualTo(401);
  }

  @Test
  void guessingTheSecretOfAKeyTakesLongerEachTime() {
    Browser guesser = new Browser(engine.address());
    for (int i = 0; i < 5; i++) {
      assertThat(guesser.signInAsOwner("nobodys", "guess-" + i).statusCode()).isEqualTo(401);
    }
    HttpResponse<String> sixth = guesser.signInAsOwner("nobodys", "guess");
    assertThat(sixth.statusCode()).isEqualTo(429);
    assertThat(sixth.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void anOwnersSessionEndsWithTheKey(@TempDir Path other) {
    EngineSettings before = EngineSettings.local(other);
    Browser owner;
    int port;
    try (Engine first = Engine.start(before)) {
      port = first.address().getPort();
      owner = new Browser(first.address());
      owner.signInAsOwner("test", "test");
      assertThat(owner.get(OWNER).statusCode()).isEqualTo(200);
    }
    URI address = URI.create("http://127.0.0.1:" + port);
    try (Engine again =
        Engine.start(
            before.with(
                s -> {
                  s.port = port;
                  s.publicUrl = Optional.of(address);
                }))) {
      assertThat(owner.get(OWNER).statusCode()).as("after a restart").isEqualTo(200);
      assertThat(again.address()).isEqualTo(address);
    }
    try (Engine changed =
        Engine.start(
            before.with(
                s -> {
                  s.port = port;
                  s.keys = List.of(new Key("test", "another", "000000000000"));
                }))) {
      assertThat(owner.get(OWNER).statusCode()).as("with another secret").isEqualTo(401);
      assertThat(changed.address()).isEqualTo(address);
    }
  }
}
