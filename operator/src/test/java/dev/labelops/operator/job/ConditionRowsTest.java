package dev.labelops.operator.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed objects, against which the health checks of GitOps tools are tried, are those that
 * the operator writes. {@code make crds} rewrites them.
 */
class ConditionRowsTest {
  private static final Path COMMITTED =
      Path.of("..", "testing", "install", "src", "test", "resources", "rows");

  @Test
  void committedObjectsAreCurrent() throws IOException {
    Map<String, LabelingJob> rows = ConditionRows.all();
    boolean write = Boolean.getBoolean("labelops.crds.write");
    if (write) {
      Files.createDirectories(COMMITTED);
    }
    for (Map.Entry<String, LabelingJob> row : rows.entrySet()) {
      Path file = COMMITTED.resolve(row.getKey() + ".yaml");
      String yaml = Serialization.asYaml(row.getValue());
      if (write) {
        Files.writeString(file, yaml);
      }
      assertThat(file).as("stale: run make crds and commit the result").exists().hasContent(yaml);
    }
    try (Stream<Path> files = Files.list(COMMITTED)) {
      List<String> names =
          files.map(file -> file.getFileName().toString().replace(".yaml", "")).toList();
      assertThat(names)
          .as("one file for each row")
          .containsExactlyInAnyOrderElementsOf(rows.keySet());
    }
  }
}
