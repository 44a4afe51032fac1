package dev.labelops.learning.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * ONNX Runtime 1.29 on Linux ends a process (SIGSEGV, while its library is loaded) whose command
 * line has more than about 3,970 characters, as one with a long class path has.
 */
final class CommandLine {
  private static final Path OF_THIS_PROCESS = Path.of("/proc/self/cmdline");
  private static final int LONGEST = 3900;

  private CommandLine() {}

  /**
   * To be called before the library is loaded.
   *
   * @throws UnfitBackboneException when loading it would end the process
   */
  static void check() throws UnfitBackboneException {
    int length;
    try {
      length = Files.isReadable(OF_THIS_PROCESS) ? Files.readAllBytes(OF_THIS_PROCESS).length : 0;
    } catch (IOException e) {
      // Where it cannot be read, nothing is known against it.
      return;
    }
    check(length);
  }

  static void check(int length) throws UnfitBackboneException {
    if (length > LONGEST) {
      throw new UnfitBackboneException(
          "ONNX Runtime cannot be loaded into a process with a command line of "
              + length
              + " characters, only up to "
              + LONGEST
              + ". Start the engine's jar, or set the class path in the environment variable"
              + " CLASSPATH.");
    }
  }
}
