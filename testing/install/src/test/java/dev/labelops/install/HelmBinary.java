package dev.labelops.install;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The real Helm: {@code HELM}, one on the PATH, or one that is built once into the cache. */
public final class HelmBinary {
  private static Path found;

  private HelmBinary() {}

  /**
   * Helm 3.17 or newer.
   *
   * @throws AssertionError when there is none and none can be built
   */
  public static synchronized Path path() {
    if (found == null) {
      found = find();
    }
    return found;
  }

  private static Path find() {
    Path script = Project.ROOT.resolve("hack/find-helm");
    try {
      Process process =
          new ProcessBuilder(script.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      process.getOutputStream().close();
      String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new AssertionError(script + " found no Helm; it said why above");
      }
      return Path.of(printed.strip());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + script, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while Helm was built", e);
    }
  }
}
