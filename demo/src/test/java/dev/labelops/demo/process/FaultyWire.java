package dev.labelops.demo.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A proxy between operators and engine that does to requests what networks and services do: it
 * loses them, loses or cuts their answers, throttles, fails, denies and delays. Which request meets
 * which fault follows from the seed and the order of arrival.
 */
final class FaultyWire implements AutoCloseable {
  /** What happens to one request. */
  enum Fault {
    NONE,
    LOSE_REQUEST,
    LOSE_ANSWER,
    CUT_ANSWER,
    THROTTLE,
    FAIL,
    DENY,
    DELAY
  }

  private static final Set<String> NOT_FORWARDED =
      Set.of("connection", "content-length", "expect", "upgrade", "transfer-encoding");
  private static final Duration DELAY = Duration.ofMillis(900);

  private final URI target;
  private final Random random;
  private final int faultyPercent;
  private final Map<Fault, AtomicInteger> counts = new EnumMap<>(Fault.class);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer server;
  private volatile boolean healed;

  private FaultyWire(URI target, long seed, int faultyPercent, HttpServer server) {
    this.target = target;
    this.random = new Random(seed);
    this.faultyPercent = faultyPercent;
    this.server = server;
    for (Fault fault : Fault.values()) {
      counts.put(fault, new AtomicInteger());
    }
  }

  /**
   * Starts a proxy that is sound until {@link #harm}.
   *
   * @param faultyPercent how many of 100 requests meet a fault
   */
  static FaultyWire to(URI target, long seed, int faultyPercent) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      FaultyWire wire = new FaultyWire(target, seed, faultyPercent, server);
      wire.healed = true;
      server.setExecutor(wire.threads);
      server.createContext("/", wire::handle);
      server.start();
      return wire;
    } catch (IOException e) {
      throw new UncheckedIOException("the proxy cannot listen", e);
    }
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on requests meet faults. */
  void harm() {
    healed = false;
  }

  /** From now on every request passes unharmed. */
  void heal() {
    healed = true;
  }

  /** How often each fault occurred. */
  Map<Fault, AtomicInteger> counts() {
    return counts;
  }

  private synchronized Fault next() {
    if (healed || random.nextInt(100) >= faultyPercent) {
      return Fault.NONE;
    }
    Fault[] all = Fault.values();
    return all[1 + random.nextInt(all.length - 1)];
  }

  private void handle(HttpExchange exchange) throws IOException {
    Fault fault = next();
    counts.get(fault).incrementAndGet();
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (fault) {
        case LOSE_REQUEST -> {}
        case THROTTLE -> refuse(exchange, 503, "SlowDown", "ThrottlingException");
        case FAIL -> refuse(exchange, 500, "InternalError", "InternalFailure");
        case DENY -> refuse(exchange, 403, "AccessDenied", "AccessDeniedException");
        case LOSE_ANSWER -> forward(exchange, body);
        case CUT_ANSWER -> {
          HttpResponse<byte[]> answer = forward(exchange, body);
          answer(exchange, answer, answer.body().length / 2);
        }
        case DELAY, NONE -> {
          if (fault == Fault.DELAY) {
            Thread.sleep(DELAY);
          }
          HttpResponse<byte[]> answer = forward(exchange, body);
          answer(exchange, answer, answer.body().length);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target + asked.getRawPath() + query))
            .timeout(Duration.ofSeconds(30))
            .method(exchange.getRequestMethod(), HttpRequest.BodyPublishers.ofByteArray(body));
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name.toLowerCase())) {
                values.forEach(value -> request.header(name, value));
              }
            });
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** Announces the whole body; what is not written the client waits for in vain. */
  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, int bytes)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach(
            (name, values) -> {
              if (!NOT_FORWARDED.contains(name.toLowerCase()) && !name.startsWith(":")) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
    byte[] body = answer.body();
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      // What a GET would have, which HEAD announces and does not send.
      answer
          .headers()
          .firstValue("content-length")
          .ifPresent(length -> exchange.getResponseHeaders().set("Content-Length", length));
      exchange.sendResponseHeaders(answer.statusCode(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.statusCode(), body.length);
    OutputStream out = exchange.getResponseBody();
    out.write(body, 0, bytes);
    out.flush();
  }

  private static void refuse(HttpExchange exchange, int status, String s3Code, String jsonCode)
      throws IOException {
    boolean json = exchange.getRequestHeaders().containsKey("X-Amz-Target");
    String document =
        json
            ? "{\"__type\":\"%s\",\"message\":\"Injected by a test.\"}".formatted(jsonCode)
            : "<Error><Code>%s</Code><Message>Injected by a test.</Message></Error>"
                .formatted(s3Code);
    byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", json ? "application/x-amz-json-1.1" : "application/xml");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(json && status != 500 ? 400 : status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    http.shutdownNow();
  }
}
