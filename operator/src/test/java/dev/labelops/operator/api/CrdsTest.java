package dev.labelops.operator.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The committed CRD files are those that the API classes make. {@code make crds} rewrites them.
 * They are in three places because kustomize and Helm read nothing outside their own folders.
 */
class CrdsTest {
  private static final List<Path> COMMITTED =
      List.of(
          Path.of("..", "crds"),
          Path.of("..", "config", "crd"),
          Path.of("..", "charts", "labelops", "files", "crds"));

  @Test
  void committedFilesAreCurrent(@TempDir Path scratch) throws IOException {
    Map<String, String> generated = CrdFiles.generate(scratch);
    assertThat(generated).hasSize(3);
    for (Path folder : COMMITTED) {
      for (Map.Entry<String, String> file : generated.entrySet()) {
        Path committed = folder.resolve(file.getKey());
        if (Boolean.getBoolean("labelops.crds.write")) {
          Files.writeString(committed, file.getValue());
        }
        assertThat(committed)
            .as("stale: run make crds and commit the result")
            .exists()
            .hasContent(file.getValue());
      }
    }
  }
}
