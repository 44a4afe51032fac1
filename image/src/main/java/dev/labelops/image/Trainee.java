package dev.labelops.image;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program as it is shipped, which writes its AOT cache when it ends. */
final class Trainee implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(120);
  private static final Duration WRITTEN_WITHIN = Duration.ofSeconds(180);
  private static final int LOG_END = 8000;

  private final String name;
  private final Process process;
  private final URI health;
  private final Path log;
  private final Path cache;
  private final HttpClient http = HttpClient.newHttpClient();

  private Trainee(String name, Process process, URI health, Path log, Path cache) {
    this.name = name;
    this.process = process;
    this.health = health;
    this.log = log;
    this.cache = cache;
  }

  /** The flags are those of the image, so that the cache fits the JVM that will read it. */
  static Trainee start(
      String name,
      Path programs,
      Path scratch,
      URI health,
      Map<String, String> environment,
      List<String> arguments)
      throws IOException {
    Path cache = programs.resolve(name + ".aot");
    Path log = scratch.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("labelops.java"), "bin", "java").toString());
    command.add("-XX:Flags=" + programs.resolve(name + ".flags"));
    command.add("-XX:AOTCacheOutput=" + cache);
    command.add("-jar");
    command.add(programs.resolve(name + ".jar").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    return new Trainee(name, builder.start(), health, log, cache);
  }

  URI health() {
    return health;
  }

  void awaitReady() throws InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    while (status(health) != 200) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException("the %s did not get ready:%n%s".formatted(name, log()));
      }
      Thread.sleep(100);
    }
  }

  /** As Prometheus does. */
  void requestMetrics() {
    status(health.resolve("/metrics"));
    status(health.resolve("/health/live"));
  }

  private int status(URI address) {
    try {
      return http.send(
              HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** SIGTERM, and waits for the cache. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(WRITTEN_WITHIN.toSeconds(), TimeUnit.SECONDS) || !Files.exists(cache)) {
      throw new IllegalStateException("the %s wrote no AOT cache:%n%s".formatted(name, log()));
    }
    System.out.printf("trained the %s: %d MiB%n", name, cache.toFile().length() >> 20);
  }

  /** The end of what the program has logged. */
  String log() {
    try {
      String all = Files.readString(log);
      return all.substring(Math.max(0, all.length() - LOG_END));
    } catch (IOException e) {
      return "its log cannot be read: " + e.getMessage();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    http.close();
  }
}
