package dev.labelops.engine.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what a killed engine left behind: files that were being written, or that had been
 * replaced. A mark in the data folder tells whether the engine before was killed, so that other
 * starts need not look.
 */
final class StrayFiles {
  // Not the parts of uploads: whoever began an upload may go on with it.
  private static final Pattern OBJECT = Pattern.compile("[0-9a-f]{2}/[0-9a-f]{8}-[0-9a-f-]{27,}");

  private final Path mark;
  private final Path folder;
  private final ObjectIndex index;

  /**
   * @param folder holds one folder for each bucket
   */
  StrayFiles(Path folder, ObjectIndex index) {
    this.mark = folder.resolveSibling(folder.getFileName() + ".in-use");
    this.folder = folder;
    this.index = index;
  }

  /** Sets the mark; to be called before the first request. */
  void begin(List<String> buckets) {
    try {
      if (Files.exists(mark)) {
        for (String bucket : buckets) {
          remove(folder.resolve(bucket), index.files(bucket));
        }
      } else {
        Files.createFile(mark);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clear " + folder + " after a kill", e);
    }
  }

  /** Takes the mark away: everything that was begun is done. */
  void end() throws IOException {
    Files.deleteIfExists(mark);
  }

  private static void remove(Path bucket, Set<String> known) throws IOException {
    try (Stream<Path> files = Files.walk(bucket)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        String name = bucket.relativize(file).toString();
        if (!known.contains(name) && OBJECT.matcher(name).matches()) {
          Files.delete(file);
        }
      }
    }
  }
}
