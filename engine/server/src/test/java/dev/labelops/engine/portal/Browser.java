package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A browser at the level of HTTP: it keeps cookies, and its portal sends the CSRF token. */
final class Browser {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI engine;
  private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
  private final HttpClient http =
      HttpClient.newBuilder().cookieHandler(cookies).version(HttpClient.Version.HTTP_1_1).build();
  private String csrf = "";

  Browser(URI engine) {
    this.engine = engine;
  }

  HttpResponse<String> signIn(String username, String password, String newPassword) {
    String more = newPassword == null ? "" : ",\"newPassword\":\"" + newPassword + "\"";
    return keepCsrf(
        post(
            "/_labelops/api/sessions",
            "{\"username\":\"%s\",\"password\":\"%s\",\"cookie\":true%s}"
                .formatted(username, password, more)));
  }

  HttpResponse<String> signInAsOwner(String id, String secret) {
    return keepCsrf(
        post(
            "/_labelops/api/owner/sessions",
            "{\"accessKeyId\":\"%s\",\"secretAccessKey\":\"%s\"}".formatted(id, secret)));
  }

  HttpResponse<String> signInAsOwnerUser(String username, String password, String newPassword) {
    String more = newPassword == null ? "" : ",\"newPassword\":\"" + newPassword + "\"";
    return keepCsrf(
        post(
            "/_labelops/api/owner/sessions",
            "{\"username\":\"%s\",\"password\":\"%s\"%s}".formatted(username, password, more)));
  }

  private HttpResponse<String> keepCsrf(HttpResponse<String> answer) {
    if (answer.statusCode() == 200) {
      csrf = json(answer).path("csrfToken").asText();
    }
    return answer;
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, null, Map.of("Accept", "text/html,*/*;q=0.8"));
  }

  HttpResponse<String> post(String path, String body) {
    return send(
        "POST", path, body, Map.of("Content-Type", "application/json", "X-CSRF-Token", csrf));
  }

  HttpResponse<String> delete(String path) {
    return send("DELETE", path, null, Map.of("X-CSRF-Token", csrf));
  }

  HttpResponse<String> send(String method, String path, String body, Map<String, String> headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(engine.resolve(path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    headers.forEach(request::header);
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  List<HttpCookie> cookies() {
    return cookies.getCookieStore().getCookies();
  }

  static JsonNode json(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String code(HttpResponse<String> answer) {
    return json(answer).path("code").asText();
  }
}
