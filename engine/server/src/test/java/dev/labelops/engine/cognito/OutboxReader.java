package dev.labelops.engine.cognito;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.Engine;
import dev.labelops.engine.front.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;

/** Reads the engine's outbox as its owner. */
record OutboxReader(URI engine) {
  static OutboxReader of(Engine engine) {
    return new OutboxReader(engine.address());
  }

  /**
   * The messages, newest first.
   *
   * @param to an address; empty for all
   */
  List<JsonNode> messages(String to) {
    String owner = Base64.getEncoder().encodeToString("test:test".getBytes(UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(engine.resolve("/_labelops/outbox?to=" + to))
            .header("Authorization", "Basic " + owner)
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
      return Json.parse(body).get("messages").valueStream().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
