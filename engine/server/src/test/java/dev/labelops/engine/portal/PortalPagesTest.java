package dev.labelops.engine.portal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages and files of the portal, their headers, and what leads to them. */
class PortalPagesTest {
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

  private static HttpResponse<String> get(String path) {
    return new Browser(engine.address()).send("GET", path, null, Map.of("Accept", "text/html"));
  }

  private static String policy(HttpHeaders headers) {
    return headers.firstValue("Content-Security-Policy").orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_labelops/portal",
        "/_labelops/portal/",
        "/_labelops/portal/jobs/any",
        "/_labelops/portal/oauth2/idpresponse",
        "/_labelops/owner",
        "/_labelops/owner/jobs/any/results"
      })
  void everyScreenIsThePageOfItsApp(String path) {
    HttpResponse<String> page = get(path);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.body()).doesNotContainPattern("<script(?![^>]*\\bsrc=)");
    HttpHeaders headers = page.headers();
    assertThat(policy(headers))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob: %1$s;"
                    .formatted(engine.address())
                + " connect-src 'self'; font-src 'self'; manifest-src 'self'; frame-src 'self' %1$s;"
                    .formatted(engine.address())
                + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(headers.firstValue("Referrer-Policy")).contains("no-referrer");
    assertThat(headers.firstValue("Cache-Control")).contains("no-cache");
  }

  @Test
  void theElementsAreCachedForEverAndReadableWithoutAnOrigin() {
    String elements = new AppFiles(() -> null).elements();
    HttpHeaders headers = get(elements).headers();
    assertThat(headers.firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
    assertThat(headers.firstValue("Content-Type")).contains("text/javascript; charset=utf-8");
    assertThat(headers.firstValue("Access-Control-Allow-Origin")).contains("*");
    assertThat(get(AppFiles.STYLE).headers().firstValue("Content-Type"))
        .contains("text/css; charset=utf-8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/_labelops/portal/assets/..%2findex.html",
        "/_labelops/portal/assets/%2e%2e%2f%2e%2e%2f%2e%2e%2f%2e%2e%2flogback.xml",
        "/_labelops/portal/assets/.hidden.js",
        "/_labelops/elements/..%2f..%2f..%2flabelops%2fweb.properties"
      })
  void noFileBesidesThoseOfTheAppsIsShown(String path) {
    assertThat(get(path).statusCode()).isEqualTo(404);
  }

  @Test
  void answersOfTheApiAreNotKeptAndShowNothingAsAPage() {
    HttpHeaders headers = get("/_labelops/api/jobs").headers();
    assertThat(headers.firstValue("Cache-Control")).contains("no-store");
    assertThat(headers.firstValue("Content-Disposition").orElseThrow()).startsWith("attachment");
    assertThat(policy(headers)).isEqualTo("default-src 'none'; frame-ancestors 'none'");
    assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/login?client_id=c&response_type=code&redirect_uri=https://evil.example.com/",
        "/logout?client_id=c&logout_uri=//evil.example.com",
        "/oauth2/authorize?client_id=c&redirect_uri=https://evil.example.com/&state=s",
        "/signup?client_id=c"
      })
  void theHostedSignInLeadsToThePortalAndNowhereElse(String path) {
    HttpResponse<String> answer = get(path);
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).contains("/_labelops/portal/?client_id=c");
  }

  @Test
  void theAddressOfTheEngineLeadsToThePortal() {
    HttpResponse<String> answer = get("/");
    assertThat(answer.statusCode()).isEqualTo(302);
    assertThat(answer.headers().firstValue("Location")).contains("/_labelops/portal/");
  }

  @Test
  void aClientIdCannotAddAnythingToTheAddress() {
    HttpResponse<String> answer = get("/login?client_id=a%26next%3d%0d%0ax");
    assertThat(answer.headers().firstValue("Location"))
        .contains("/_labelops/portal/?client_id=a%26next%3D%0D%0Ax");
  }

  @Test
  void aBucketOfThatNameIsStillABucket() {
    assertThat(get("/login").statusCode()).isEqualTo(403);
    assertThat(get("/login").headers().firstValue("Location")).isEmpty();
  }
}
