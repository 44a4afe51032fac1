package dev.labelops.demo.stack;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
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
  private static final Duration READY_WITHIN = Duration.ofMinutes(4);
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
   * Checks that nobody listens on a TCP port of the loopback interface.
   *
   * @throws DemoException saying who does and what to do
   */
  public static void requireFree(int port) {
    if (isFree(port)) {
      return;
    }
    throw new DemoException(
        ("port %d of 127.0.0.1 is in use by %s. Stop it, or use another port, for example 'make up"
                + " PORT=%d'. Nothing was changed.")
            .formatted(
                port,
                isEngine(port)
                    ? "a LabelOps engine that this checkout did not start ('make engine', or 'make"
                        + " up' elsewhere)"
                    : "another program",
                port + 1));
  }

  private static boolean isFree(int port) {
    // Some systems let one address be bound while somebody listens on all of them.
    try (Socket nobody = new Socket()) {
      nobody.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
      return false;
    } catch (IOException refused) {
      try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return true;
      } catch (IOException taken) {
        return false;
      }
    }
  }

  private static boolean isEngine(int port) {
    URI health = URI.create("http://127.0.0.1:" + port + "/_labelops/health");
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(2)).build();
      return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Waits for its end, however long that takes. */
  void awaitEnd() throws InterruptedException {
    while (process.awaitExit(Duration.ofDays(1)).isEmpty()) {
      // It still runs.
    }
  }

  /**
   * Waits until the address answers 200.
   *
   * @throws DemoException with the end of the log when the process ends or the deadline has passed
   */
  public void awaitReady(URI health) throws InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    String seen = "no answer";
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest ask = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(5)).build();
      while (Instant.now().isBefore(deadline)) {
        if (!process.isAlive()) {
          throw new DemoException("the %s exited during its start:\n%s".formatted(name, logTail()));
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
        "the %s was not ready within %d s, last check of %s: %s\n%s"
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
