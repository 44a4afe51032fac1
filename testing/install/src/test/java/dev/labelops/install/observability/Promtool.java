package dev.labelops.install.observability;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The promtool of Prometheus: {@code PROMTOOL}, else one on the PATH, else the one that {@code
 * hack/test-tools} takes out of Debian's package {@code prometheus} into the cache.
 */
final class Promtool {
  private final Path program;

  private Promtool(Path program) {
    this.program = program;
  }

  /** Skips the test, with a sentence, when there is none. */
  static Promtool find() {
    Optional<Path> found =
        Stream.of(
                Stream.ofNullable(System.getenv("PROMTOOL")).map(Path::of),
                Stream.of(System.getenv("PATH").split(":"))
                    .map(folder -> Path.of(folder, "promtool")),
                Stream.of(cache().resolve("bin/promtool")))
            .flatMap(candidates -> candidates)
            .filter(Files::isExecutable)
            .findFirst();
    Assumptions.assumeTrue(
        found.isPresent(),
        "no promtool: install Debian's package prometheus, or set PROMTOOL to the program");
    return new Promtool(found.get());
  }

  private static Path cache() {
    String cache = System.getenv("LABELOPS_CACHE");
    String home = System.getenv("XDG_CACHE_HOME");
    return cache != null
        ? Path.of(cache)
        : (home != null ? Path.of(home) : Path.of(System.getProperty("user.home"), ".cache"))
            .resolve("labelops");
  }

  /** What it says is wrong; empty when it ends with 0. */
  Optional<String> problem(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return Optional.of("promtool did not end within 60 s: " + output);
    }
    return process.exitValue() == 0 ? Optional.empty() : Optional.of(output);
  }
}
