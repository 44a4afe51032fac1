package dev.labelops.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder with everything in it. */
final class FileTree {
  private FileTree() {}

  /** Deletes it; a folder that is not there is no error. */
  static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (var all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new BenchException("cannot delete " + folder + ": " + e.getMessage(), e);
    }
  }
}
