package dev.labelops.engine.labeling;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;

/** A worker who uses the task API over HTTP. */
public final class Person {
  public static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * @param status HTTP status
   * @param body the JSON answer; missing where there is none
   * @param text the answer as it came
   */
  public record Reply(int status, JsonNode body, String text) {
    public String code() {
      return body.path("code").asText();
    }
  }

  private final URI engine;
  private final String token;

  private Person(URI engine, String token) {
    this.engine = engine;
    this.token = token;
  }

  public static Reply signIn(URI engine, String username, String password, String newPassword) {
    ObjectNode body = JSON.createObjectNode().put("username", username).put("password", password);
    if (newPassword != null) {
      body.put("newPassword", newPassword);
    }
    return new Person(engine, null).post("/_labelops/api/sessions", body);
  }

  public static Person signedIn(URI engine, String username, String password, String newPassword) {
    Reply reply = signIn(engine, username, password, newPassword);
    if (reply.status() != 200) {
      throw new AssertionError("sign-in of " + username + ": " + reply);
    }
    return new Person(engine, reply.body().path("token").asText());
  }

  /** The same session at an engine that was started again elsewhere. */
  public Person at(URI address) {
    return new Person(address, token);
  }

  public Reply jobs() {
    return send("GET", "/_labelops/api/jobs", null);
  }

  /** The next task of a job, empty when there is none now. */
  public Optional<JsonNode> take(String job) {
    Reply reply = post("/_labelops/api/jobs/" + job + "/tasks", JSON.createObjectNode());
    return switch (reply.status()) {
      case 201, 200 -> Optional.of(reply.body());
      case 204 -> Optional.empty();
      default -> throw new AssertionError("take: " + reply);
    };
  }

  public Reply answer(String taskId, JsonNode content) {
    ObjectNode body = JSON.createObjectNode().put("timeSpentInSeconds", 14.3);
    body.set("answerContent", content);
    return post("/_labelops/api/tasks/" + taskId + "/answer", body);
  }

  public Reply decline(String taskId) {
    return post("/_labelops/api/tasks/" + taskId + "/decline", JSON.createObjectNode());
  }

  public Reply release(String taskId) {
    return post("/_labelops/api/tasks/" + taskId + "/release", JSON.createObjectNode());
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  /** Opens a page as a browser does. */
  public HttpResponse<byte[]> browse(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(engine.resolve(path)).header("Accept", "text/html,*/*;q=0.8");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Reply signOut() {
    return send("DELETE", "/_labelops/api/sessions/current", null);
  }

  public Reply post(String path, JsonNode body) {
    return send("POST", path, body.toString());
  }

  private Reply send(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(engine.resolve(path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response =
          HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
      boolean json =
          response.headers().firstValue("Content-Type").orElse("").startsWith("application/json");
      return new Reply(
          response.statusCode(),
          json ? JSON.readTree(response.body()) : JSON.missingNode(),
          response.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
