package dev.labelops.bench;

import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running operator, seen from outside. */
final class OperatorProcess implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Pattern CALLS =
      Pattern.compile("^labelops_aws_calls_seconds_count\\{([^}]*)} ([0-9.E]+)$");
  private static final Pattern WATCHED = Pattern.compile("^labelops_feed_watched ([0-9.E]+)$");

  private final TiedProcess process;
  private final URI address;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private Duration startToReady;

  OperatorProcess(TiedProcess process, URI address) {
    this.process = process;
    this.address = address;
  }

  /** Waits for the readiness probe; {@link #startToReady} is known from then on. */
  OperatorProcess awaitReady(long startedNanos) {
    Wait.until(
        "the operator is ready",
        Duration.ofSeconds(90),
        Duration.ofMillis(10),
        this::tail,
        () -> {
          requireAlive();
          return get("/health/ready").statusCode() == 200;
        });
    startToReady = Duration.ofNanos(System.nanoTime() - startedNanos);
    return this;
  }

  Duration startToReady() {
    return startToReady;
  }

  void requireAlive() {
    if (!process.isAlive()) {
      throw new BenchException("the operator has ended:\n" + tail());
    }
  }

  ProcessCost cost() {
    requireAlive();
    return ProcessCost.of(process.program().orElseThrow());
  }

  /** AWS calls so far, by service and operation, for example {@code sagemaker:ListLabelingJobs}. */
  Map<String, Long> awsCalls() {
    Map<String, Long> calls = new TreeMap<>();
    metrics()
        .lines()
        .map(CALLS::matcher)
        .filter(Matcher::matches)
        .forEach(
            line ->
                calls.merge(
                    label(line.group(1), "service") + ":" + label(line.group(1), "operation"),
                    (long) Double.parseDouble(line.group(2)),
                    Long::sum));
    return calls;
  }

  /** Labeling jobs that the feed watches. */
  int watchedJobs() {
    return metrics()
        .lines()
        .map(WATCHED::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .map(line -> (int) Double.parseDouble(line.group(1)))
        .orElse(0);
  }

  private static String label(String labels, String name) {
    Matcher found = Pattern.compile(name + "=\"([^\"]*)\"").matcher(labels);
    return found.find() ? found.group(1) : "";
  }

  private String metrics() {
    requireAlive();
    return get("/metrics").body();
  }

  private HttpResponse<String> get(String path) {
    try {
      return http.send(
          HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(20)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Wait.NotYet(address.resolve(path) + " does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    }
  }

  String tail() {
    return "--- end of " + process.log() + "\n" + LogTail.of(process.log());
  }

  @Override
  public void close() {
    process.terminate(GRACE);
    http.close();
  }
}
