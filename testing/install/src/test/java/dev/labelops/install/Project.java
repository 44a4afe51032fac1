package dev.labelops.install;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's files are. */
public final class Project {
  /** The folder that holds the Makefile. */
  public static final Path ROOT = root();

  private Project() {}

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("Makefile"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("No Makefile above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }
}
