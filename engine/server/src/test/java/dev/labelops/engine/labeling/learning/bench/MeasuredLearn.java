package dev.labelops.engine.labeling.learning.bench;

import dev.labelops.engine.EngineMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The engine's program, which leaves at its end the most memory that its process ever had: a line
 * in the file {@value #FILE} of the data folder.
 */
public final class MeasuredLearn {
  private static final String FILE = "peaks";
  private static final Path STATUS = Path.of("/proc/self/status");

  private MeasuredLearn() {}

  public static void main(String[] arguments) {
    Path data = Path.of(System.getenv("LABELOPS_ENGINE_DATA"));
    if (List.of(arguments).stream().anyMatch(argument -> argument.startsWith("--run="))) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> write(data)));
    }
    EngineMain.main(arguments);
  }

  private static void write(Path data) {
    try {
      Optional<Long> peak = peakMiB();
      List<String> lines = new ArrayList<>(peaks(data).stream().map(Object::toString).toList());
      lines.add(Long.toString(peak.orElseThrow()));
      Files.write(data.resolve(FILE), lines);
    } catch (IOException e) {
      System.err.println("no peak: " + e);
    }
  }

  /** Peak resident memory of the learning runs that have ended, in their order, MiB. */
  static List<Long> peaks(Path data) throws IOException {
    Path file = data.resolve(FILE);
    return Files.exists(file)
        ? Files.readAllLines(file).stream().map(Long::valueOf).toList()
        : List.of();
  }

  /** Most resident memory that this process has ever had; empty where the system does not say. */
  static Optional<Long> peakMiB() throws IOException {
    return Files.isReadable(STATUS)
        ? Files.readAllLines(STATUS).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
            .findFirst()
        : Optional.empty();
  }
}
