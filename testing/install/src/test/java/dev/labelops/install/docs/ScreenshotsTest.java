package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The screenshots of the README and the documentation: there, small, light and dark, described. */
class ScreenshotsTest {
  private static final long MOST_BYTES = 200_000;
  private static final Pattern PICTURE =
      Pattern.compile(
          "<picture>\\s*<source media=\"\\(prefers-color-scheme: dark\\)\" srcset=\"([^\"]+)\">"
              + "\\s*<img src=\"([^\"]+)\" alt=\"([^\"]+)\">\\s*</picture>");

  private record Shown(Path dark, Path light, String alt) {}

  private static List<Shown> shown(MarkdownPage page) {
    try {
      String text = Files.readString(Project.ROOT.resolve(page.path()));
      List<Shown> all =
          PICTURE.matcher(text).results().map(found -> shown(page.path(), found)).toList();
      assertThat(text.split("<picture>|<img ", -1)).hasSize(1 + 2 * all.size());
      return all;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Shown shown(Path page, MatchResult found) {
    Path file = Project.ROOT.resolve(page);
    return new Shown(
        file.resolveSibling(found.group(1)).normalize(),
        file.resolveSibling(found.group(2)).normalize(),
        found.group(3));
  }

  @Test
  void theReadmeShowsThePortalAndTheReport() {
    assertThat(shown(MarkdownPage.of("README.md")))
        .extracting(shown -> shown.light().getFileName().toString())
        .containsExactlyInAnyOrder("portal-light.jpg", "report-light.jpg");
  }

  @Test
  void eachIsThereInBothColorSchemesAndSmall() {
    List<Shown> all =
        MarkdownPage.all().stream().flatMap(page -> shown(page).stream()).distinct().toList();
    assertThat(all)
        .allSatisfy(
            shown -> {
              assertThat(shown.alt()).hasSizeGreaterThan(30);
              assertThat(shown.dark().toString())
                  .isEqualTo(shown.light().toString().replace("-light.jpg", "-dark.jpg"));
              for (Path file : List.of(shown.light(), shown.dark())) {
                assertThat(file).exists();
                assertThat(Files.size(file)).as(file.toString()).isLessThan(MOST_BYTES);
              }
            });
  }

  @Test
  void noFileIsLeftThatNoPageShows() throws IOException {
    TreeSet<Path> used = new TreeSet<>();
    MarkdownPage.all().stream()
        .flatMap(page -> shown(page).stream())
        .forEach(shown -> used.addAll(List.of(shown.light(), shown.dark())));
    try (Stream<Path> files = Files.list(Project.ROOT.resolve("docs/images"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".jpg")).sorted())
          .containsExactlyElementsOf(used);
    }
  }
}
