package dev.labelops.engine.learning;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Temporary files of a process, native libraries among them, which it leaves when it is killed. */
record ScratchFolder(Path path) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScratchFolder.class);

  /**
   * Native libraries are loaded from there, which some systems forbid for {@code /tmp}.
   *
   * @param cache the learner's
   * @param name what an earlier process of this name left is deleted
   */
  static ScratchFolder create(Path cache, String name) throws IOException {
    ScratchFolder scratch = new ScratchFolder(cache.toAbsolutePath().resolve("run-" + name));
    scratch.close();
    Files.createDirectories(scratch.path);
    return scratch;
  }

  @Override
  public void close() {
    if (Files.notExists(path)) {
      return;
    }
    try (Stream<Path> found = Files.walk(path)) {
      for (Path file : found.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("temporary files are left in {}", path, e);
    }
  }
}
