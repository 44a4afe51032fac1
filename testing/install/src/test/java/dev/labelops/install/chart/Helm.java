package dev.labelops.install.chart;

import dev.labelops.install.HelmBinary;
import dev.labelops.install.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the real helm, with nothing of the user's own configuration. */
final class Helm {
  static final Path CHART = Project.ROOT.resolve("charts/labelops");
  static final String NAMESPACE = "labelops-system";

  private final List<String> everyTime;
  private final Path home;

  private Helm(List<String> everyTime) {
    this.everyTime = everyTime;
    try {
      this.home = Files.createDirectories(Path.of("target", "helm").toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Without a cluster. */
  static Helm offline() {
    return new Helm(List.of());
  }

  /** On the cluster of a kubeconfig. */
  static Helm on(Path kubeconfig) {
    return new Helm(List.of("--kubeconfig=" + kubeconfig));
  }

  /**
   * How a run ended.
   *
   * @param out standard output
   * @param err standard error
   */
  record Ended(int status, String out, String err) {}

  /** Runs helm and fails the test when helm fails. */
  String run(String... arguments) {
    Ended ended = attempt(arguments);
    if (ended.status() != 0) {
      throw new AssertionError(
          "helm %s ended with %d:%n%s%s"
              .formatted(String.join(" ", arguments), ended.status(), ended.out(), ended.err()));
    }
    return ended.out();
  }

  Ended attempt(String... arguments) {
    List<String> command = new ArrayList<>(List.of(HelmBinary.path().toString()));
    command.addAll(List.of(arguments));
    command.addAll(everyTime);
    try {
      Path err = Files.createTempFile(home, "err", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
      builder.environment().remove("KUBECONFIG");
      builder
          .environment()
          .putAll(
              Map.of(
                  "HELM_CACHE_HOME", home.resolve("cache").toString(),
                  "HELM_CONFIG_HOME", home.resolve("config").toString(),
                  "HELM_DATA_HOME", home.resolve("data").toString()));
      Process process = builder.start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out, Files.readString(err));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run helm", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while helm ran", e);
    }
  }
}
