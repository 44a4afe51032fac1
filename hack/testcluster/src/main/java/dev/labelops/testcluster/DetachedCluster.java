package dev.labelops.testcluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A cluster in a JVM of its own that outlives the command that started it.
 *
 * @param file remembers the JVM: its process id and when it started, because ids are used again
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
    running()
        .ifPresent(
            process -> {
              throw new ClusterException(
                  "%s names a cluster that runs, process %d; stop it first"
                      .formatted(file, process.pid()));
            });
    try {
      Files.deleteIfExists(kubeconfig);
      Files.createDirectories(logs);
      Process process = launch(kubeconfig, logs);
      SecretFile.write(file, identity(process.toHandle()));
      awaitReady(process, kubeconfig, output(logs));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start a detached cluster", e);
    }
  }

  private static Process launch(Path kubeconfig, Path logs) throws IOException {
    return new ProcessBuilder(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
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
      Optional<ProcessHandle> process = running();
      if (process.isPresent()) {
        process.get().destroy();
        process.get().onExit().get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      }
      Files.deleteIfExists(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      throw new ClusterException("cannot stop the cluster of " + file + ": " + e, e);
    }
  }

  private Optional<ProcessHandle> running() {
    try {
      if (!Files.exists(file)) {
        return Optional.empty();
      }
      String identity = Files.readString(file);
      return ProcessHandle.of(Long.parseLong(identity.split(" ")[0]))
          .filter(process -> identity(process).equals(identity));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static String identity(ProcessHandle process) {
    return process.pid()
        + " "
        + process.info().startInstant().map(Instant::toString).orElse("unknown");
  }
}
