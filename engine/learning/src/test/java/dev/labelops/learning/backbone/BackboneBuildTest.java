package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script that puts the backbone into the jar (src/main/python), where it cannot or must not.
 */
class BackboneBuildTest {
  private static final Path SCRIPTS = Path.of("src/main/python").toAbsolutePath();

  @TempDir Path folder;

  private record Result(int status, String output) {}

  @Test
  void withoutPythonTheBuildContinuesAndReportsItInOneLine() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("bin"));

    Result result =
        run(Map.of("PATH", empty.toString()), "/bin/sh", SCRIPTS + "/build", folder + "/out");

    assertThat(result)
        .isEqualTo(
            new Result(
                0,
                "backbone: built without EfficientNet-Lite0: python3 (3.8 or newer) does not run here.\n"));
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void withoutNetworkAndCacheTheBuildContinuesAndReportsItInOneLine() throws Exception {
    assumeTrue(python(), "python3 does not run here");
    Path cache = folder.resolve("cache");

    Result result =
        run(
            Map.of(
                "LABELOPS_CACHE",
                cache.toString(),
                "PIP_INDEX_URL",
                "http://127.0.0.1:9/",
                "PIP_CONFIG_FILE",
                "/dev/null"),
            SCRIPTS + "/build",
            folder + "/out");

    assertThat(result.status()).isZero();
    assertThat(result.output().lines())
        .singleElement()
        .asString()
        .startsWith(
            "backbone: built without EfficientNet-Lite0: it is not in the cache ("
                + cache
                + "), and pip");
    try (Stream<Path> left = Files.list(cache)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void weightsThatNameAFunctionAreRefused() throws Exception {
    assumeTrue(python(), "python3 does not run here");
    String malicious = "import os, pickle, checkpoint; checkpoint.load(pickle.dumps(os.system))";

    Result result = run(Map.of("PYTHONPATH", SCRIPTS.toString()), "python3", "-B", "-c", malicious);

    assertThat(result.status()).isNotZero();
    assertThat(result.output()).contains("UnpicklingError: refused posix.system");
  }

  private boolean python() throws Exception {
    try {
      return run(Map.of(), "python3", "-c", "").status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Result run(Map<String, String> environment, String... command) throws Exception {
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(String.join(" ", command) + " did not end within 5 minutes.");
    }
    return new Result(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
