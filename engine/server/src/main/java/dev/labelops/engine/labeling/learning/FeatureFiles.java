package dev.labelops.engine.labeling.learning;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Large features on disk, a file each, within a byte budget. To make room, files of earlier
 * processes are deleted, longest unused first. Files that this process uses stay: what a round
 * reads again and again in the same order would otherwise always be what was deleted last. What
 * then has no room is computed for each use.
 */
final class FeatureFiles {
  private static final String SUFFIX = ".features";
  private static final String TEMPORARY = ".features-new";
  private static final Duration ABANDONED = Duration.ofHours(1);

  private final Path folder;
  private final long budget;
  private final FileTime start;
  private long used;
  private volatile boolean full;

  /**
   * @param folder created when absent; other files in it are not touched
   * @param budget most bytes of all files together
   */
  FeatureFiles(Path folder, long budget) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.budget = budget;
    this.start = now(folder);
    this.used = files(SUFFIX).stream().mapToLong(Entry::bytes).sum();
    // Of processes that were killed; who still writes has written lately.
    Instant abandoned = start.toInstant().minus(ABANDONED);
    for (Entry entry : files(TEMPORARY)) {
      if (entry.used.toInstant().isBefore(abandoned)) {
        Files.deleteIfExists(entry.file);
      }
    }
  }

  @FunctionalInterface
  interface Reader<T> {
    T of(DataInputStream in) throws IOException;
  }

  @FunctionalInterface
  interface Writer {
    void to(DataOutputStream out) throws IOException;
  }

  /** Empty when absent, damaged, or of another version. */
  <T> Optional<T> get(String key, Reader<T> reader) throws IOException {
    Path file = file(key);
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
    int length = bytes.length - Long.BYTES;
    if (length < 0) {
      return Optional.empty();
    }
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, length);
    if (sum.getValue() != ByteBuffer.wrap(bytes).getLong(length)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          reader.of(new DataInputStream(new ByteArrayInputStream(bytes, 0, length))));
    } catch (IOException e) {
      // From memory, so the content is another version's.
      return Optional.empty();
    }
  }

  /** Whether the features are there, or there is no room for them. */
  boolean settled(String key) {
    return full || Files.exists(file(key));
  }

  /**
   * Complete or absent, also when the process is killed meanwhile; absent when there is no room.
   */
  void put(String key, Writer writer) throws IOException {
    if (full) {
      return;
    }
    Path file = file(key);
    Path temporary = Files.createTempFile(folder, "new-", TEMPORARY);
    try {
      try (var checked =
              new CheckedOutputStream(
                  new BufferedOutputStream(Files.newOutputStream(temporary)), new CRC32());
          var out = new DataOutputStream(checked)) {
        writer.to(out);
        out.flush();
        out.writeLong(checked.getChecksum().getValue());
      }
      keep(temporary, file);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private synchronized void keep(Path temporary, Path file) throws IOException {
    long bytes = Files.size(temporary);
    if (used + bytes > budget) {
      makeRoom(bytes);
    }
    if (used + bytes <= budget) {
      long replaced = Files.exists(file) ? Files.size(file) : 0;
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      used += bytes - replaced;
    } else {
      full = true;
    }
  }

  private void makeRoom(long bytes) throws IOException {
    // Measured again: another process may share the folder.
    List<Entry> oldestFirst = files(SUFFIX);
    used = oldestFirst.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : oldestFirst) {
      if (used + bytes <= budget || entry.used.compareTo(start) >= 0) {
        return;
      }
      Files.deleteIfExists(entry.file);
      used -= entry.bytes;
    }
  }

  // By the clock that stamps files: it runs some milliseconds behind the one of the process, so a
  // file of this process could seem to be older than its start.
  private static FileTime now(Path folder) throws IOException {
    Path probe = Files.createTempFile(folder, "new-", TEMPORARY);
    try {
      return Files.getLastModifiedTime(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private record Entry(Path file, long bytes, FileTime used) {}

  private List<Entry> files(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(suffix))
          .flatMap(FeatureFiles::entry)
          .sorted(Comparator.comparing(Entry::used))
          .toList();
    }
  }

  private static Stream<Entry> entry(Path file) {
    try {
      var attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Stream.of(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A key can be any text, so its hash is the name. */
  private Path file(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return folder.resolve(HexFormat.of().formatHex(hash) + SUFFIX);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
