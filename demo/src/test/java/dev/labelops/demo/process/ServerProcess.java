package dev.labelops.demo.process;

import static org.awaitility.Awaitility.await;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.awaitility.core.ConditionTimeoutException;

/** A server in a process of its own, which tests kill and start again. */
final class ServerProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final URI health;
  private final TiedProcess process;

  private ServerProcess(String name, URI health, TiedProcess process) {
    this.name = name;
    this.health = health;
    this.process = process;
  }

  /**
   * Starts {@code java -jar} and does not wait.
   *
   * @param health answers 200 once the server is ready
   */
  static ServerProcess start(
      String name,
      URI health,
      Path log,
      Map<String, String> environment,
      Path jar,
      String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
    command.addAll(List.of(arguments));
    return new ServerProcess(name, health, TiedProcess.start(log, environment, command));
  }

  ServerProcess awaitReady() {
    await(name + " is ready: " + health + " answers 200")
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .failFast(name + " has ended", this::requireAlive)
        .until(this::status, status -> status == 200);
    return this;
  }

  boolean isReady() {
    try {
      return status() == 200;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void requireAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(name + " has ended:\n" + tail());
    }
  }

  /** HTTP status of the health address; 0 when nobody answers. */
  private int status() throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /**
   * What the server answers with 200.
   *
   * @param path beside the health address
   */
  String ask(String path) throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask =
          HttpRequest.newBuilder(health.resolve(path)).timeout(Duration.ofSeconds(5)).build();
      HttpResponse<String> answer = http.send(ask, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new AssertionError(
            "%s answers %s with %d: %s".formatted(name, path, answer.statusCode(), answer.body()));
      }
      return answer.body();
    }
  }

  /** {@code kill -9}. */
  void kill() {
    process.close();
    if (process.isAlive()) {
      throw new AssertionError(name + " survived kill -9");
    }
  }

  /** SIGTERM, without waiting. */
  void askToEnd() {
    process.askToEnd();
  }

  /** The exit status, or a failure that shows the log when the process still runs. */
  int awaitExit(Duration within) throws InterruptedException {
    OptionalInt status = process.awaitExit(within);
    return status.orElseThrow(
        () ->
            new AssertionError(
                "%s still ran %d s later:%n%s".formatted(name, within.toSeconds(), tail())));
  }

  /** Waits until the log holds the text. */
  void awaitLog(String text, Duration within) {
    try {
      await().atMost(within).pollInterval(Duration.ofMillis(20)).until(() -> log().contains(text));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "%s did not log '%s' within %d s:%n%s".formatted(name, text, within.toSeconds(), tail()),
          e);
    }
  }

  String log() {
    try {
      return Files.readString(process.log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String tail() {
    return "--- end of " + process.log() + "\n" + LogTail.of(process.log());
  }

  String name() {
    return name;
  }

  @Override
  public void close() {
    process.terminate(GRACE);
  }
}
