package dev.labelops.demo.workers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** The engine's task API (docs/reference/task-api.md) as a worker's browser would call it. */
public final class TaskApi implements AutoCloseable {
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Who asks: {@code Authorization} of a request. */
  public record Credentials(String header) {
    static final Credentials NOBODY = new Credentials("");

    public static Credentials owner(String accessKeyId, String secretAccessKey) {
      byte[] pair = (accessKeyId + ":" + secretAccessKey).getBytes(StandardCharsets.UTF_8);
      return new Credentials("Basic " + Base64.getEncoder().encodeToString(pair));
    }

    public static Credentials worker(String token) {
      return new Credentials("Bearer " + token);
    }
  }

  /** A temporary password that was sent to somebody. */
  public record Invitation(String userPoolId, String temporaryPassword) {}

  private final URI engine;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  public TaskApi(URI engine) {
    this.engine = engine;
  }

  /** The newest invitation of an address. */
  public Optional<Invitation> invitation(Credentials owner, String email)
      throws InterruptedException {
    String path = "/_labelops/outbox?to=" + URLEncoder.encode(email, StandardCharsets.UTF_8);
    for (JsonNode message : ok("GET", path, owner, null).path("messages")) {
      if (message.path("temporaryPassword").isTextual()) {
        return Optional.of(
            new Invitation(
                message.path("userPoolId").asText(), message.path("temporaryPassword").asText()));
      }
    }
    return Optional.empty();
  }

  /**
   * Signs in.
   *
   * @param userPoolId null: the pool that knows the name
   * @param newPassword set at the first sign-in with a temporary password, else null
   * @throws TaskApiException with code {@code NotAuthorized} and others of
   *     docs/reference/task-api.md
   */
  public Credentials signIn(String userPoolId, String username, String password, String newPassword)
      throws InterruptedException {
    ObjectNode body = JSON.createObjectNode().put("username", username).put("password", password);
    if (userPoolId != null) {
      body.put("userPoolId", userPoolId);
    }
    if (newPassword != null) {
      body.put("newPassword", newPassword);
    }
    JsonNode session = ok("POST", "/_labelops/api/sessions", Credentials.NOBODY, body);
    return Credentials.worker(session.path("token").asText());
  }

  /** Names of the jobs that have work for this worker now. */
  public List<String> jobs(Credentials worker) throws InterruptedException {
    List<String> names = new ArrayList<>();
    ok("GET", "/_labelops/api/jobs", worker, null)
        .path("jobs")
        .forEach(job -> names.add(job.path("jobName").asText()));
    return names;
  }

  /** Takes the next task; empty when there is none now. */
  public Optional<Task> next(Credentials worker, String job) throws InterruptedException {
    JsonNode task = ok("POST", "/_labelops/api/jobs/" + job + "/tasks", worker, null);
    if (task.isMissingNode()) {
      return Optional.empty();
    }
    List<String> labels = new ArrayList<>();
    task.path("input").path("labels").forEach(label -> labels.add(label.asText()));
    return Optional.of(
        new Task(
            task.path("taskId").asText(),
            task.path("taskType").asText(),
            task.path("input").path("taskObject").asText(),
            List.copyOf(labels)));
  }

  public void answer(Credentials worker, Task task, JsonNode content, Duration spent)
      throws InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.set("answerContent", content);
    body.put("timeSpentInSeconds", spent.toMillis() / 1000.0);
    ok("POST", "/_labelops/api/tasks/" + task.taskId() + "/answer", worker, body);
  }

  public void decline(Credentials worker, Task task) throws InterruptedException {
    ok("POST", "/_labelops/api/tasks/" + task.taskId() + "/decline", worker, null);
  }

  private JsonNode ok(String method, String path, Credentials who, JsonNode body)
      throws InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(engine.resolve(path))
            .timeout(ANSWER_TIMEOUT)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body.toString()));
    if (!who.header().isEmpty()) {
      request.header("Authorization", who.header());
    }
    String name = method + " " + path;
    try {
      HttpResponse<String> response =
          http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      JsonNode answer = JSON.readTree(response.body());
      if (response.statusCode() / 100 == 2) {
        return answer;
      }
      throw new TaskApiException(
          name,
          response.statusCode(),
          answer.path("code").asText(),
          answer.path("message").asText());
    } catch (IOException e) {
      throw new TaskApiException(name, 0, "Unreachable", e.toString());
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
