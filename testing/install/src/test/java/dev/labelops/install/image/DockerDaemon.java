package dev.labelops.install.image;

import static org.awaitility.Awaitility.await;

import dev.labelops.install.Project;
import dev.labelops.testcluster.LogTail;
import dev.labelops.testcluster.TiedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * A Docker daemon of this test's own, with its images in a temporary folder and without a network
 * of its own, so that nothing of the machine changes. Ends with the test.
 */
final class DockerDaemon implements AutoCloseable {
  /** What a command printed. */
  record Result(int exit, String output) {}

  private final Path folder;
  private final TiedProcess daemon;
  private final Path log;

  private DockerDaemon(Path folder, TiedProcess daemon, Path log) {
    this.folder = folder;
    this.daemon = daemon;
    this.log = log;
  }

  /** Skips the test, saying why, where no daemon can be started. */
  static DockerDaemon start(Path logs) throws IOException {
    Assumptions.assumeTrue(
        "root".equals(System.getProperty("user.name")), "starting a Docker daemon needs root");
    for (String program : List.of("dockerd", "docker", "debootstrap")) {
      Assumptions.assumeTrue(
          run(Map.of(), "/bin/sh", "-c", "command -v " + program).exit() == 0,
          program + " is not installed (Debian: packages docker.io and debootstrap)");
    }
    Path folder = Files.createTempDirectory("labelops-docker");
    Path log = Files.createDirectories(logs).resolve("dockerd.log");
    Files.deleteIfExists(log);
    TiedProcess process =
        TiedProcess.start(
            log,
            Map.of(),
            List.of(
                "dockerd",
                "--host=unix://" + folder.resolve("docker.sock"),
                "--data-root=" + folder.resolve("data"),
                "--exec-root=" + folder.resolve("exec"),
                "--pidfile=" + folder.resolve("pid"),
                "--bridge=none",
                "--iptables=false",
                "--ip6tables=false"));
    DockerDaemon daemon = new DockerDaemon(folder, process, log);
    try {
      await("dockerd answers; see " + log)
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !process.isAlive() || daemon.docker("info").exit() == 0);
      Assumptions.assumeTrue(
          process.isAlive(), "dockerd does not run on this machine: " + LogTail.of(log));
      return daemon;
    } catch (RuntimeException | Error e) {
      daemon.close();
      throw e;
    }
  }

  Map<String, String> environment() {
    return Map.of("DOCKER_HOST", "unix://" + folder.resolve("docker.sock"), "DOCKER_BUILDKIT", "0");
  }

  /** Runs {@code docker ...} to its end. */
  Result docker(String... arguments) {
    List<String> command = new ArrayList<>(List.of("docker"));
    command.addAll(List.of(arguments));
    return run(environment(), command.toArray(String[]::new));
  }

  /**
   * Runs {@code docker ...} to its end.
   *
   * @return what it printed, without the last line end
   * @throws AssertionError with what it printed when it fails
   */
  String must(String... arguments) {
    Result result = docker(arguments);
    if (result.exit() != 0) {
      throw new AssertionError(
          "docker %s: exit %d%n%s"
              .formatted(String.join(" ", arguments), result.exit(), result.output()));
    }
    return result.output().strip();
  }

  /** Runs any command in the project's folder to its end. */
  static Result run(Map<String, String> environment, String... command) {
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command).directory(Project.ROOT.toFile()).redirectErrorStream(true);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes());
      return new Result(process.waitFor(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    daemon.askToEnd();
    try {
      if (daemon.awaitExit(Duration.ofSeconds(30)).isEmpty()) {
        daemon.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      daemon.close();
    }
    run(Map.of(), "rm", "-rf", folder.toString());
  }
}
