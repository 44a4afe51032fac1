package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every link of every Markdown file that stays in the project leads somewhere. */
class LinksTest {
  @TestFactory
  Stream<DynamicTest> linksLeadSomewhere() {
    return MarkdownPage.all().stream()
        .map(
            page ->
                DynamicTest.dynamicTest(
                    page.path().toString(), () -> assertThat(broken(page)).isEmpty()));
  }

  @Test
  void theIndexNamesEveryPage() {
    List<Path> linked =
        MarkdownPage.of("docs/README.md").links().stream()
            .map(link -> Path.of("docs").resolve(link).normalize())
            .toList();
    assertThat(MarkdownPage.all().stream().map(MarkdownPage::path))
        .filteredOn(path -> path.startsWith("docs") && !path.startsWith("docs/adr"))
        .filteredOn(path -> !path.endsWith("README.md"))
        .as("pages that docs/README.md does not link")
        .allMatch(linked::contains);
  }

  private static List<String> broken(MarkdownPage page) {
    List<String> broken = new ArrayList<>();
    for (String link : page.links()) {
      if (link.matches("(https?|mailto):.*")) {
        continue;
      }
      String[] parts = link.split("#", 2);
      Path target =
          parts[0].isEmpty() ? page.path() : page.path().resolveSibling(parts[0]).normalize();
      if (!Files.exists(Project.ROOT.resolve(target))) {
        broken.add(link + ": no such file");
      } else if (parts.length == 2
          && !MarkdownPage.of(target.toString()).anchors().contains(parts[1])) {
        broken.add(link + ": no such heading");
      }
    }
    return broken;
  }
}
