package dev.labelops.install.chart;

import static org.awaitility.Awaitility.await;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** The program of a pod, running as a process of this machine. */
final class PodProcess implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final String name;
  private final URI health;
  private final TiedProcess process;

  PodProcess(String name, URI health, TiedProcess process) {
    this.name = name;
    this.health = health;
    this.process = process;
  }

  /** Waits until the pod's readiness probe would succeed. */
  PodProcess awaitReady() {
    await(name + " is ready: " + health + " answers 200")
        .atMost(READY_WITHIN)
        .pollInterval(Duration.ofMillis(100))
        .failFast(
            name + " has ended",
            () -> {
              if (!process.isAlive()) {
                throw new AssertionError(name + " has ended:\n" + LogTail.of(process.log()));
              }
            })
        .until(this::status, status -> status == 200);
    return this;
  }

  /** HTTP status of the readiness probe; 0 when nobody answers. */
  private int status() throws InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** SIGTERM, then SIGKILL after the pod's grace period. */
  @Override
  public void close() {
    process.terminate(GRACE);
  }
}
