package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What readers read uses the words of the glossary, {@code docs/build/words.md}. */
class WordsTest {
  private static final List<String> FILES =
      List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "Makefile");
  private static final List<String> FOLDERS = List.of("docs", "charts", "config", "crds");

  /** Recordings of calls. */
  private static final Path RECORDED = Path.of("docs", "operate", "verified-on-aws");

  private final Glossary glossary = Glossary.read();

  WordsTest() throws IOException {}

  @TestFactory
  Stream<DynamicTest> textsUseTheGlossary() throws IOException {
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThan(60);
    return files.stream()
        .map(file -> DynamicTest.dynamicTest(file.toString(), () -> requireNoAvoided(file)));
  }

  private void requireNoAvoided(Path file) throws IOException {
    String text = Files.readString(Project.ROOT.resolve(file), StandardCharsets.UTF_8);
    assertThat(glossary.found(text))
        .as("phrases of %s that %s says to avoid", file, Glossary.PAGE)
        .isEmpty();
  }

  @Test
  void avoidedPhrasesAreFoundOverLineEndsAndInComments() {
    assertThat(glossary.avoided()).hasSizeGreaterThan(100);
    assertThat(glossary.found("First line.\n# The pod that is\n#   gone keeps it.\n"))
        .containsExactly("2: 'is gone', use 'be deleted, be absent'");
    assertThat(glossary.found("Raise it, and all are labeled at once."))
        .containsExactlyInAnyOrder("1: 'raise', use 'increase'", "1: 'at once', use 'immediately'");
  }

  @Test
  void quotedTextAndOtherWordsAreNot() {
    assertThat(
            glossary.found(
                """
                Run `make demo`. It prints `raise spec.run`:
                ```console
                raise spec.run
                ```
                An in-memory stand-in; [praised](raise.md).
                """))
        .isEmpty();
  }

  private static List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(FILES.stream().map(Path::of).toList());
    for (String folder : FOLDERS) {
      try (Stream<Path> all = Files.walk(Project.ROOT.resolve(folder))) {
        all.filter(Files::isRegularFile)
            .map(Project.ROOT::relativize)
            .filter(file -> file.toString().matches(".*\\.(md|txt|yaml|json|properties|lua|tpl)"))
            .filter(file -> !file.startsWith(RECORDED))
            .forEach(files::add);
      }
    }
    return files;
  }
}
