package dev.labelops.learning.backbone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Embeddings on disk, one small file each, by (ETag of the object or the text itself, key of the
 * backbone). Above the byte budget those that were read longest ago are deleted. A file that is
 * damaged counts as absent.
 */
public final class EmbeddingCache {
  private static final String SUFFIX = ".embedding";

  /** Deleting somewhat more than needed keeps it rare. */
  private static final double KEPT = .9;

  private final Path folder;
  private final long budget;
  private long used;

  /**
   * @param folder created when absent; other files in it are not touched
   * @param budget most bytes of all embeddings together
   */
  public EmbeddingCache(Path folder, long budget) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.budget = budget;
    this.used = entries().stream().mapToLong(Entry::bytes).sum();
  }

  /**
   * @param etag of the object in the object store, or the text that is embedded
   * @param backbone {@link Backbone#key()} or {@link TextBackbone#key()}
   */
  public Optional<float[]> get(String etag, String backbone) throws IOException {
    Path file = file(etag, backbone);
    try {
      Optional<float[]> embedding = decoded(Files.readAllBytes(file));
      if (embedding.isPresent()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
      }
      return embedding;
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  /** Complete or absent, also when the process is killed meanwhile. */
  public synchronized void put(String etag, String backbone, float[] embedding) throws IOException {
    Path file = file(etag, backbone);
    byte[] content = encoded(embedding);
    Path temporary = Files.createTempFile(folder, "new-", ".tmp");
    try {
      Files.write(temporary, content);
      long replaced = Files.exists(file) ? Files.size(file) : 0;
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      used += content.length - replaced;
    } finally {
      Files.deleteIfExists(temporary);
    }
    if (used > budget) {
      evict();
    }
  }

  /** Bytes of all embeddings. */
  public synchronized long used() {
    return used;
  }

  private void evict() throws IOException {
    // Measured again: another process may share the folder.
    List<Entry> oldestFirst = entries();
    used = oldestFirst.stream().mapToLong(Entry::bytes).sum();
    for (Entry entry : oldestFirst) {
      if (used <= budget * KEPT) {
        return;
      }
      Files.deleteIfExists(entry.file);
      used -= entry.bytes;
    }
  }

  private record Entry(Path file, long bytes, FileTime read) {}

  private List<Entry> entries() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .flatMap(EmbeddingCache::entry)
          .sorted(Comparator.comparing(Entry::read))
          .toList();
    }
  }

  private static Stream<Entry> entry(Path file) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return Stream.of(new Entry(file, attributes.size(), attributes.lastModifiedTime()));
    } catch (NoSuchFileException e) {
      return Stream.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An ETag can be any text, so its hash is the name. */
  private Path file(String etag, String backbone) {
    return folder.resolve(
        Sha256.of((backbone + '\n' + etag).getBytes(StandardCharsets.UTF_8)) + SUFFIX);
  }

  /** CRC-32 of the rest as long, then the numbers; little endian. */
  private static byte[] encoded(float[] embedding) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES + Float.BYTES * embedding.length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(Long.BYTES);
    bytes.asFloatBuffer().put(embedding);
    return bytes.putLong(0, checksum(bytes.array())).array();
  }

  private static Optional<float[]> decoded(byte[] content) {
    ByteBuffer bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
    if (content.length <= Long.BYTES
        || content.length % Float.BYTES != 0
        || bytes.getLong() != checksum(content)) {
      return Optional.empty();
    }
    float[] embedding = new float[(content.length - Long.BYTES) / Float.BYTES];
    bytes.asFloatBuffer().get(embedding);
    return Optional.of(embedding);
  }

  private static long checksum(byte[] content) {
    CRC32 crc = new CRC32();
    crc.update(content, Long.BYTES, content.length - Long.BYTES);
    return crc.getValue();
  }
}
