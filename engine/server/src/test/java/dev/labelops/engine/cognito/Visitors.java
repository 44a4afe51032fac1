package dev.labelops.engine.cognito;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** People at many addresses who sign in to the portal; a proxy on 127.0.0.1 says where they are. */
record Visitors(URI engine) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * What a sign-in was answered.
   *
   * @param retryAfter seconds; empty without the header
   */
  record Reply(int status, String code, String message, String retryAfter) {}

  Reply signIn(String address, String username, String password) {
    return signIn(address, username, password, null);
  }

  Reply signIn(String address, String username, String password, String newPassword) {
    ObjectNode body = JSON.createObjectNode().put("username", username).put("password", password);
    if (newPassword != null) {
      body.put("newPassword", newPassword);
    }
    HttpRequest request =
        HttpRequest.newBuilder(engine.resolve("/_labelops/api/sessions"))
            .header("X-Forwarded-For", address)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      return new Reply(
          response.statusCode(),
          answer.path("code").asText(),
          answer.path("message").asText(),
          response.headers().firstValue("Retry-After").orElse(""));
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
