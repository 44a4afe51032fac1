package dev.labelops.learning.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingCacheTest {
  private static final float[] NUMBERS = {1.5f, -2, Float.MIN_VALUE};

  @TempDir Path folder;

  @Test
  void returnsWhatWasPutForTheSameObjectAndBackbone() throws IOException {
    new EmbeddingCache(folder, 1000).put("\"abc-2\"", "key", NUMBERS);

    EmbeddingCache other = new EmbeddingCache(folder, 1000);
    assertThat(other.get("\"abc-2\"", "key")).contains(NUMBERS);
    assertThat(other.get("\"abc-2\"", "other key")).isEmpty();
    assertThat(other.get("\"abc-3\"", "key")).isEmpty();
    assertThat(other.get("../../etc/passwd", "key")).isEmpty();
    assertThat(other.used()).isEqualTo(20);
  }

  @Test
  void replacingCountsOnce() throws IOException {
    EmbeddingCache cache = new EmbeddingCache(folder, 1000);
    cache.put("a", "key", NUMBERS);
    cache.put("a", "key", new float[] {7});

    assertThat(cache.get("a", "key")).contains(new float[] {7});
    assertThat(cache.used()).isEqualTo(12);
  }

  @Test
  void aboveTheBudgetTheOneReadLongestAgoIsDeleted() throws IOException {
    EmbeddingCache cache = new EmbeddingCache(folder, 45);
    cache.put("a", "key", NUMBERS);
    Path a = files().getFirst();
    cache.put("b", "key", NUMBERS);
    Path b = files().stream().filter(file -> !file.equals(a)).findFirst().orElseThrow();
    Files.setLastModifiedTime(a, FileTime.from(Instant.EPOCH));
    Files.setLastModifiedTime(b, FileTime.from(Instant.EPOCH.plusSeconds(1)));
    assertThat(cache.get("a", "key")).isPresent();

    cache.put("c", "key", NUMBERS);

    assertThat(cache.get("a", "key")).isPresent();
    assertThat(cache.get("b", "key")).isEmpty();
    assertThat(cache.get("c", "key")).isPresent();
    assertThat(cache.used()).isEqualTo(40);
  }

  @Test
  void aDamagedFileCountsAsAbsent() throws IOException {
    EmbeddingCache cache = new EmbeddingCache(folder, 1000);
    for (int bytes : new int[] {0, 3, 8, 19}) {
      cache.put("a", "key", NUMBERS);
      Path file = files().getFirst();
      Files.write(file, Arrays.copyOf(Files.readAllBytes(file), bytes));
      assertThat(cache.get("a", "key")).as(bytes + " bytes").isEmpty();
    }
    cache.put("a", "key", NUMBERS);
    byte[] content = Files.readAllBytes(files().getFirst());
    content[13] ^= 1;
    Files.write(files().getFirst(), content);
    assertThat(cache.get("a", "key")).as("a changed bit").isEmpty();
  }

  @Test
  void leavesNoTemporaryFilesAndOtherFilesAlone() throws IOException {
    Files.writeString(folder.resolve("mine.txt"), "kept");
    EmbeddingCache cache = new EmbeddingCache(folder, 20);
    for (int i = 0; i < 20; i++) {
      cache.put("object " + i, "key", NUMBERS);
    }

    assertThat(files()).contains(folder.resolve("mine.txt")).hasSizeLessThanOrEqualTo(2);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }
}
