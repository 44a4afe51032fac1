package dev.labelops.engine.labeling.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureFilesTest {
  /** A text of a letter, and a checksum. */
  private static final int FILE = 3 + Long.BYTES;

  @TempDir Path folder;

  @Test
  void givesBackWhatWasPutAlsoToTheNextProcess() throws IOException {
    FeatureFiles files = new FeatureFiles(folder, 1000);
    put(files, "a");

    assertThat(get(files, "a")).contains("a");
    assertThat(get(new FeatureFiles(folder, 1000), "a")).contains("a");
    assertThat(get(files, "b")).isEmpty();
    assertThat(files.settled("a")).isTrue();
    assertThat(files.settled("b")).isFalse();
  }

  @Test
  void aDamagedFileIsAbsent() throws IOException {
    FeatureFiles files = new FeatureFiles(folder, 1000);
    put(files, "a");
    Path file = written().getFirst();
    byte[] bytes = Files.readAllBytes(file);

    bytes[2] ^= 1;
    Files.write(file, bytes);
    assertThat(get(files, "a")).isEmpty();

    Files.write(file, new byte[] {1, 2});
    assertThat(get(files, "a")).isEmpty();

    put(files, "a");
    assertThat(get(files, "a")).contains("a");
  }

  @Test
  void featuresOfAnotherVersionAreAbsent() throws IOException {
    FeatureFiles files = new FeatureFiles(folder, 1000);
    put(files, "a");

    assertThat(files.get("a", DataInputStream::readLong)).isEmpty();
  }

  @Test
  void makesRoomFromEarlierProcessesLongestUnusedFirst() throws IOException {
    FeatureFiles earlier = new FeatureFiles(folder, 3 * FILE);
    for (String key : List.of("a", "b", "c")) {
      put(earlier, key);
    }
    for (Path file : written()) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    }
    get(new FeatureFiles(folder, 3 * FILE), "b");
    // Used yesterday, by a process that has ended.
    for (Path file : written()) {
      if (Files.getLastModifiedTime(file).toInstant().isAfter(Instant.now().minusSeconds(3600))) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
      }
    }

    FeatureFiles files = new FeatureFiles(folder, 3 * FILE);
    put(files, "d");
    put(files, "e");

    assertThat(get(files, "b")).contains("b");
    assertThat(get(files, "d")).contains("d");
    assertThat(get(files, "e")).contains("e");
    assertThat(written()).hasSize(3);
  }

  /** Else a round that reads more than there is room for would find nothing, whatever it reads. */
  @Test
  void keepsWhatThisProcessUsesAndPutsNoMore() throws IOException {
    FeatureFiles files = new FeatureFiles(folder, 2 * FILE);
    put(files, "a");
    put(files, "b");
    put(files, "c");

    assertThat(get(files, "a")).contains("a");
    assertThat(get(files, "b")).contains("b");
    assertThat(get(files, "c")).isEmpty();
    assertThat(files.settled("c")).isTrue();
    assertThat(written()).hasSize(2);
  }

  @Test
  void deletesWhatAKilledProcessLeftAndNothingElse() throws IOException {
    Path abandoned = Files.writeString(folder.resolve("new-1.features-new"), "half");
    Path written = Files.writeString(folder.resolve("new-2.features-new"), "being written");
    Path other = Files.writeString(folder.resolve("readme.txt"), "mine");
    for (Path file : List.of(abandoned, other)) {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
    }

    new FeatureFiles(folder, 1000);

    assertThat(abandoned).doesNotExist();
    assertThat(written).exists();
    assertThat(other).exists();
  }

  private List<Path> written() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".features")).toList();
    }
  }

  private static void put(FeatureFiles files, String text) throws IOException {
    files.put(text, out -> out.writeUTF(text));
  }

  private static Optional<String> get(FeatureFiles files, String key) throws IOException {
    return files.get(key, in -> in.readUTF());
  }
}
