package dev.labelops.operator.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One member of a team who answers every task through the task API until closed. */
final class LabelingWorker implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LabelingLab lab;
  private final Map<String, String> person;
  private final String temporaryPassword;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Thread thread;
  private String token;

  private LabelingWorker(LabelingLab lab, Map<String, String> person, String temporaryPassword) {
    this.lab = lab;
    this.person = person;
    this.temporaryPassword = temporaryPassword;
    this.thread = Thread.ofVirtual().unstarted(this::work);
  }

  static LabelingWorker start(
      LabelingLab lab, Map<String, String> person, String temporaryPassword) {
    LabelingWorker worker = new LabelingWorker(lab, person, temporaryPassword);
    worker.thread.start();
    return worker;
  }

  private void work() {
    boolean stopped = false;
    while (!stopped) {
      boolean busy;
      try {
        busy = answerOne();
      } catch (UncheckedIOException e) {
        // The engine is down for the moment, as some tests want it.
        busy = false;
      }
      try {
        stopped = stop.await(busy ? 0 : 50, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        stopped = true;
      }
    }
  }

  private boolean answerOne() {
    if (token == null && !signIn()) {
      return false;
    }
    JsonNode jobs = read(call("GET", "/jobs", null));
    for (JsonNode job : jobs.path("jobs")) {
      HttpResponse<String> task =
          call("POST", "/jobs/" + job.path("jobName").asText() + "/tasks", "");
      if (task.statusCode() == 200 || task.statusCode() == 201) {
        answer(read(task));
        return true;
      }
    }
    return false;
  }

  private boolean signIn() {
    Map<String, String> body = new HashMap<>(person);
    body.put("password", "Own-Password-1");
    HttpResponse<String> answer = call("POST", "/sessions", write(body));
    if (answer.statusCode() != 200) {
      body.put("password", temporaryPassword);
      body.put("newPassword", "Own-Password-1");
      answer = call("POST", "/sessions", write(body));
    }
    if (answer.statusCode() != 200) {
      return false;
    }
    token = read(answer).path("token").asText();
    return true;
  }

  private void answer(JsonNode task) {
    String label = task.path("input").path("labels").path(0).asText();
    Map<String, Object> content =
        switch (task.path("taskType").asText()) {
          case "BoundingBox" ->
              Map.of(
                  "boundingBox",
                  Map.of(
                      "boundingBoxes",
                      new Object[] {
                        Map.of("label", label, "left", 4, "top", 5, "width", 20, "height", 10)
                      },
                      "inputImageProperties",
                      Map.of("width", 64, "height", 48)));
          case "ImageMultiClass" -> Map.of("crowd-image-classifier", Map.of("label", label));
          default -> Map.of("crowd-classifier", Map.of("label", label));
        };
    HttpResponse<String> answer =
        call(
            "POST",
            "/tasks/" + task.path("taskId").asText() + "/answer",
            write(Map.of("answerContent", content, "timeSpentInSeconds", 1.5)));
    if (answer.statusCode() == 400) {
      throw new IllegalStateException("answer refused: " + answer.body());
    }
  }

  private HttpResponse<String> call(String method, String path, String body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(lab.address().resolve("/_labelops/api" + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    HttpResponse<String> answer = lab.send(request);
    if (answer.statusCode() == 401) {
      token = null;
    }
    return answer;
  }

  private static JsonNode read(HttpResponse<String> answer) {
    try {
      return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    stop.countDown();
  }
}
