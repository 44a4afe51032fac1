package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed CRD files are those that the API classes make. {@code make crds} rewrites them. */
class CrdsTest {
  private static final Path COMMITTED = Path.of("..", "crds");

  @Test
  void committedFilesAreCurrent(@TempDir Path scratch) throws IOException {
    Map<String, String> generated = CrdFiles.generate(scratch);
    assertThat(generated).hasSize(3);
    if (Boolean.getBoolean("labelops.crds.write")) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Files.writeString(COMMITTED.resolve(file.getKey()), file.getValue());
      }
    }
    for (Map.Entry<String, String> file : generated.entrySet()) {
      assertThat(COMMITTED.resolve(file.getKey()))
          .as("stale: run make crds and commit the result")
          .exists()
          .hasContent(file.getValue());
    }
  }
}
