package dev.labelops.engine.labeling.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large jobs are consolidated with a heap of 96 MiB, whatever their size. */
class ConsolidationHeapIT {
  @TempDir Path folder;

  @Test
  void manyClasses() throws Exception {
    assertThat(consolidate("TextMultiClass", "20000", "5000", "5", "0")).hasSize(4);
  }

  @Test
  void manyBoxes() throws Exception {
    // 525,000 boxes of one batch, taken in parts.
    assertThat(consolidate("BoundingBox", "5000", "5000", "5", "20")).hasSize(1);
  }

  /** The line of each batch. */
  private List<String> consolidate(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LargeConsolidation.class.getName());
    command.add(folder.resolve("data").toString());
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    int code = process.waitFor();
    assertThat(code).as(() -> read(output)).isZero();
    return read(output).lines().filter(line -> line.startsWith("batch ")).toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
