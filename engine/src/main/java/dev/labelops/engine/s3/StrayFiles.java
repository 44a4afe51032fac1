package dev.labelops.engine.s3;

import dev.labelops.engine.s3.ObjectIndex.StoredFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Removes what a killed engine left behind: files that were being written or replaced. */
final class StrayFiles {
  private StrayFiles() {}

  /**
   * Removes every stray file; to be called before the first request.
   *
   * @param folder holds one folder for each bucket
   */
  static void remove(Path folder, ObjectIndex index) {
    for (StoredFile stray : index.strays()) {
      Path file = folder.resolve(stray.bucket()).resolve(stray.name());
      try {
        remove(file);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot remove the half written " + file, e);
      }
      index.forget(stray);
    }
  }

  // While it is being written, a file has something more behind its name.
  private static void remove(Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      return;
    }
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(file.getParent(), file.getFileName() + "*")) {
      for (Path found : files) {
        Files.delete(found);
      }
    }
  }
}
