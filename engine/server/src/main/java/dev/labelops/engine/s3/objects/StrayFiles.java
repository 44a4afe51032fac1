package dev.labelops.engine.s3.objects;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Removes what a killed engine left behind: files that were being written, or that had been
 * replaced. A mark in the data folder shows whether the previous engine was killed, so that other
 * starts need no check.
 */
final class StrayFiles {
  /** How the names of the files of an upload's parts begin. */
  static final String PART = ".mpus-";

  private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
  // Engines before this one put objects into folders of two characters.
  private static final Pattern OBJECT =
      Pattern.compile("([0-9a-f]{2}/)?" + UUID + "(-" + UUID + ")?");
  private static final Pattern UPLOAD = Pattern.compile("\\.mpus-(?<id>" + UUID + ")-.*");
  private static final Duration IN_FLIGHT = Duration.ofDays(1);

  private final Path mark;
  private final Path folder;
  private final ObjectIndex index;
  private final UploadIndex uploads;
  private final boolean alone;

  /**
   * @param folder holds one folder for each bucket
   * @param alone whether no other engine can use the folder. Where one can, only files that nobody
   *     has touched for a day are taken for strays: what is in flight is written to, or was
   *     finished a moment ago.
   */
  StrayFiles(Path folder, ObjectIndex index, UploadIndex uploads, boolean alone) {
    this.mark = folder.resolveSibling(folder.getFileName() + ".in-use");
    this.folder = folder;
    this.index = index;
    this.uploads = uploads;
    this.alone = alone;
  }

  /** Sets the mark; to be called before the first request. */
  void begin(List<String> buckets) {
    try {
      boolean killed = Files.exists(mark);
      if (!killed) {
        Files.writeString(mark, "");
      }
      // The mark of one engine says nothing of the others.
      if (killed || !alone) {
        Instant before = alone ? Instant.MAX : Instant.now().minus(IN_FLIGHT);
        for (String bucket : buckets) {
          remove(bucket, before);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete unused files in " + folder, e);
    }
  }

  /**
   * Takes the mark away: everything that was begun is done.
   *
   * @param clean false when files may have been left that no index names
   */
  void end(boolean clean) throws IOException {
    if (clean) {
      Files.deleteIfExists(mark);
    }
  }

  private void remove(String bucket, Instant before) throws IOException {
    Set<String> files = index.files(bucket);
    Set<String> ids = uploads.ids(bucket);
    Path path = folder.resolve(bucket);
    try (Stream<Path> found = Files.walk(path)) {
      for (Path file : (Iterable<Path>) found.filter(Files::isRegularFile)::iterator) {
        String name = path.relativize(file).toString();
        if (isStray(name, files, ids)
            && Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
          Files.deleteIfExists(file);
        }
      }
    } catch (NoSuchFileException | UncheckedIOException e) {
      // Another engine removes files too; what is left now is found at the next start.
      if (alone) {
        throw e;
      }
    }
  }

  private static boolean isStray(String name, Set<String> files, Set<String> ids) {
    Matcher upload = UPLOAD.matcher(name);
    return upload.matches()
        ? !ids.contains(upload.group("id"))
        : OBJECT.matcher(name).matches() && !files.contains(name);
  }
}
