package dev.labelops.demo.stack;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A server in a process of its own that ends with this one. */
public final class Server implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration ASK_EVERY = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final String name;
  private final TiedProcess process;

  private Server(String name, TiedProcess process) {
    this.name = name;
    this.process = process;
  }

  /**
   * Starts it and does not wait.
   *
   * @param environment added to this process's own
   */
  public static Server start(
      String name, Path log, Map<String, String> environment, List<String> command) {
    return new Server(name, TiedProcess.start(log, environment, command));
  }

  /** A TCP port of the loopback interface that is free now. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new DemoException("no free TCP port: " + e.getMessage(), e);
    }
  }

  /**
   * Waits until the address answers 200.
   *
   * @throws DemoException with the end of the log when the process ends or the time is over
   */
  public void awaitReady(URI health) throws InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    String seen = "no answer";
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      while (Instant.now().isBefore(deadline)) {
        if (!process.isAlive()) {
          throw new DemoException("the %s ended while starting:\n%s".formatted(name, logTail()));
        }
        try {
          int status = http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
          if (status == 200) {
            return;
          }
          seen = "HTTP " + status;
        } catch (IOException e) {
          seen = "no answer: " + e.getMessage();
        }
        Thread.sleep(ASK_EVERY);
      }
    }
    throw new DemoException(
        "the %s was not ready within %d s, last seen at %s: %s\n%s"
            .formatted(name, READY_WITHIN.toSeconds(), health, seen, logTail()));
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String name() {
    return name;
  }

  Path log() {
    return process.log();
  }

  /** The end of its log, for a report of what went wrong. */
  public String logTail() {
    return "--- end of " + process.log() + "\n" + LogTail.of(process.log());
  }

  @Override
  public void close() {
    process.terminate(GRACE);
  }
}
