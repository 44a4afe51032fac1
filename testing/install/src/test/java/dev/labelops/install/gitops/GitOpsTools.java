package dev.labelops.install.gitops;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.labelops.install.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;

/**
 * The GitOps tools' own Go code: kstatus, which Flux and Helm 4 use, and Flux's types. {@code
 * testing/install/gitops} is built once into the project's cache; tests are skipped where neither
 * it nor Go is there.
 */
public final class GitOpsTools {
  private static final Path SOURCE = Project.ROOT.resolve("testing/install/gitops");

  private static final Map<List<Path>, Map<String, String>> ANSWERS = new HashMap<>();

  private GitOpsTools() {}

  /** What kstatus computes of the object in each file: file name to status. */
  public static synchronized Map<String, String> kstatus(List<Path> objects) {
    return ANSWERS.computeIfAbsent(
        objects,
        files -> {
          Map<String, String> answers = new TreeMap<>();
          run("status", files)
              .lines()
              .map(line -> line.split(" "))
              .forEach(words -> answers.put(words[0], words[1]));
          return answers;
        });
  }

  /** Fails when a file holds what Flux's types do not know. */
  static void requireFluxKnows(List<Path> files) {
    run("flux", files);
  }

  private static String run(String what, List<Path> files) {
    List<String> command = new ArrayList<>(List.of(program().toString(), what));
    files.forEach(file -> command.add(file.toString()));
    return run(command, Map.of());
  }

  private static Path program() {
    Path program = cache().resolve("gitops").resolve(recipe()).resolve("gitops");
    if (Files.isExecutable(program)) {
      return program;
    }
    Assumptions.assumeTrue(
        hasGo(), "kstatus and Flux are written in Go: install Go 1.25 or newer to ask them here");
    // A name of its own until it is whole: a build that was broken off is never used.
    Path building = program.resolveSibling("gitops-" + ProcessHandle.current().pid());
    run(
        List.of("go", "build", "-trimpath", "-ldflags=-s -w", "-o", building.toString(), "."),
        Map.of("CGO_ENABLED", "0"));
    try {
      return Files.move(building, program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean hasGo() {
    return System.getenv("PATH")
        .lines()
        .flatMap(path -> List.of(path.split(":")).stream())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "go")));
  }

  private static String recipe() {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String file : List.of("go.mod", "go.sum", "main.go")) {
        sha.update(Files.readAllBytes(SOURCE.resolve(file)));
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, 12);
    } catch (IOException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("cannot read " + SOURCE, e);
    }
  }

  private static Path cache() {
    String own = System.getenv().getOrDefault("LABELOPS_CACHE", "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String xdg = System.getenv().getOrDefault("XDG_CACHE_HOME", "");
    Path parent = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
    return parent.resolve("labelops");
  }

  private static String run(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(SOURCE.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(String.join(" ", command) + " failed:\n" + printed);
      }
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
