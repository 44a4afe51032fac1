package dev.labelops.engine.owner;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.LabelingFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A program of an owner, which sends a key with each request. */
final class OwnerProgram implements AutoCloseable {
  private static final String KEY =
      Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));

  private final URI engine;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  OwnerProgram(URI engine) {
    this.engine = engine;
  }

  /**
   * @param path below {@code /_labelops/api/owner/}
   */
  HttpResponse<String> send(String method, String path, String body) {
    return send(request(method, path, body), BodyHandlers.ofString());
  }

  /** A file of an answer. */
  HttpResponse<byte[]> bytes(String path) {
    return send(request("GET", path, ""), BodyHandlers.ofByteArray());
  }

  private HttpRequest request(String method, String path, String body) {
    return HttpRequest.newBuilder(engine.resolve("/_labelops/api/owner/" + path))
        .header("Authorization", "Basic " + KEY)
        .method(method, BodyPublishers.ofString(body))
        .build();
  }

  /** What a browser gets at an address, without a key. */
  HttpResponse<String> open(String address) {
    return send(HttpRequest.newBuilder(engine.resolve(address)).build(), BodyHandlers.ofString());
  }

  private <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  JsonNode get(String path) {
    HttpResponse<String> answer = send("GET", path, "");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return LabelingFixture.json(answer.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
