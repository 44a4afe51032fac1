package dev.labelops.learning.classes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A few files in a {@code model.tar.gz}, as SageMaker stores models. The same files give the same
 * bytes.
 */
public final class ModelArchive {
  private static final int MOST_BYTES = 256 << 20;
  private static final int MOST_FILES = 16;

  private ModelArchive() {}

  /**
   * @param files content by name
   */
  public static byte[] write(Map<String, byte[]> files) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes), "UTF-8")) {
      for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new IllegalStateException("An archive in memory could not be written.", e);
    }
    return bytes.toByteArray();
  }

  /**
   * The files by name. The archive may be a user's: more than 16 files or 256 MiB are refused.
   *
   * @throws IOException when it is not a tar.gz, or larger
   */
  public static SortedMap<String, byte[]> read(byte[] archive) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    int left = MOST_BYTES;
    try (var tar =
        new TarArchiveInputStream(
            new GZIPInputStream(new ByteArrayInputStream(archive)), "UTF-8")) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        if (!entry.isFile()) {
          continue;
        }
        byte[] content = tar.readNBytes(left + 1);
        left -= content.length;
        if (left < 0 || files.size() == MOST_FILES) {
          throw new IOException(
              "The model archive has more than "
                  + MOST_FILES
                  + " files or "
                  + (MOST_BYTES >> 20)
                  + " MiB.");
        }
        files.put(entry.getName(), content);
      }
    }
    return files;
  }
}
