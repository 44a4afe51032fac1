package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of all fields is the one that the CRDs make. {@code make docs} rewrites it. */
class ReferencePageTest {
  private static final Path PAGE = Project.ROOT.resolve("docs/reference/resources.md");

  @Test
  void pageIsCurrent() throws IOException {
    String made = ResourceReference.page();
    if (Boolean.getBoolean("labelops.docs.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(made).contains("`spec.task.labels[].name`", "`status.rounds.certainty`");
    assertThat(PAGE).as("stale: run make docs and commit the result").exists().hasContent(made);
  }
}
