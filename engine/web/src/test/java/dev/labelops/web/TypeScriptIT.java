package dev.labelops.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Types and unit tests of the elements, with Node where there is one. The build itself needs none.
 */
class TypeScriptIT {
  @BeforeAll
  static void packages() throws Exception {
    Assumptions.assumeTrue(
        found("node") && found("npm"),
        "No Node on the path: install the packages nodejs (20 or later) and npm");
    run("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline");
  }

  @Test
  void typesAreRight() throws Exception {
    run("npm", "run", "--silent", "check");
  }

  @Test
  void unitTestsPass() throws Exception {
    assertThat(run("npm", "test", "--silent")).contains("# fail 0").doesNotContain("# pass 0");
  }

  @Test
  void theLockFileHoldsNoAddresses() throws IOException {
    assertThat(Path.of("package-lock.json"))
        .content(StandardCharsets.UTF_8)
        .doesNotContain("\"resolved\"");
  }

  private static boolean found(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  private static String run(String... command) throws Exception {
    Path log = Files.createTempFile("labelops-web", ".log");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      boolean ended = process.waitFor(5, TimeUnit.MINUTES);
      if (!ended) {
        process.destroyForcibly();
      }
      String output = Files.readString(log);
      assertThat(ended && process.exitValue() == 0)
          .as("%s%n%s", String.join(" ", command), output)
          .isTrue();
      return output;
    } finally {
      Files.deleteIfExists(log);
    }
  }
}
