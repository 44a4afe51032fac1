package dev.labelops.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A cluster in a JVM of its own that outlives the command that started it.
 *
 * @param file the JVM is known by it; holds its process id for people
 */
record DetachedCluster(Path file) {

  /** A first start builds the API server. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(30);

  private static final Duration POLL_EVERY = Duration.ofMillis(200);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

  /**
   * Starts the JVM and returns when it has written the kubeconfig.
   *
   * @throws ClusterException when the file names a cluster that runs, or when the start fails
   */
  void start(Path kubeconfig, Path logs) {
    for (ProcessHandle process : mark().running()) {
      throw new ClusterException(
          "%s names a cluster that runs, process %d; stop it first".formatted(file, process.pid()));
    }
    try {
      Files.deleteIfExists(kubeconfig);
      Files.createDirectories(logs);
      Process process = launch(kubeconfig, logs);
      SecretFile.write(file, Long.toString(process.pid()));
      awaitReady(process, kubeconfig, output(logs));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a detached cluster", e);
    }
  }

  private Process launch(Path kubeconfig, Path logs) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                mark().argument(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterCommand.class.getName(),
                "start",
                "--kubeconfig=" + kubeconfig.toAbsolutePath(),
                "--logs=" + logs.toAbsolutePath()))
        .redirectErrorStream(true)
        .redirectOutput(output(logs).toFile())
        .start();
  }

  private static Path output(Path logs) {
    return logs.resolve("testcluster.log");
  }

  private static void awaitReady(Process process, Path kubeconfig, Path output) {
    Instant start = Instant.now();
    try {
      while (!Files.exists(kubeconfig)) {
        boolean late = Duration.between(start, Instant.now()).compareTo(READY_WITHIN) > 0;
        if (late || process.waitFor(POLL_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroy();
          throw new ClusterException("the cluster did not start:\n" + LogTail.of(output));
        }
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new ClusterException("interrupted while the cluster started", e);
    }
  }

  /** Ends the cluster that the file names, if it runs, and removes the file. */
  void stop() {
    try {
      for (ProcessHandle process : mark().running()) {
        process.destroy();
        process.onExit().get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      }
      Files.deleteIfExists(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new ClusterException("cannot stop the cluster of " + file + ": " + e, e);
    }
  }

  private MarkedProcess mark() {
    return new MarkedProcess("labelops.cluster", file);
  }
}
