package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation calls with make is in the Makefile, and what is there is explained. */
class MakeTargetsTest {
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z][a-z-]*):");
  private static final Pattern EXPLAINED = Pattern.compile("(?m)^([a-z][a-z-]*):.*?## (.*)$");
  private static final Pattern IN_TEXT = Pattern.compile("[`']make ([a-z][a-z-]*)");
  private static final Pattern IN_BLOCK = Pattern.compile("(?m)^\\s*make ([a-z][a-z-]*)");

  /** Called by other targets. */
  private static final Set<String> INNER = Set.of("tools", "format-check", "all-tests");

  @Test
  void targetsExist() throws IOException {
    Set<String> called = new TreeSet<>();
    for (MarkdownPage page : MarkdownPage.all()) {
      called.addAll(names(IN_TEXT, Files.readString(Project.ROOT.resolve(page.path()))));
      page.blocks("sh").forEach(block -> called.addAll(names(IN_BLOCK, block.text())));
    }
    assertThat(called).contains("up", "demo");
    assertThat(names(TARGET, makefile())).as("targets of the Makefile").containsAll(called);
  }

  @Test
  void theTwoCommandsOfTheReadmeAreDemoAndTest() {
    MarkdownPage readme =
        MarkdownPage.all().stream()
            .filter(page -> page.path().equals(Path.of("README.md")))
            .findFirst()
            .orElseThrow();

    assertThat(names(IN_BLOCK, readme.blocks("sh").getFirst().text()))
        .containsExactly("demo", "test");
  }

  @Test
  void makeHelpExplainsEachTargetInOneLineAndBeginsWithTheTwoCommands() throws IOException {
    List<String> explained = names(EXPLAINED, makefile());

    assertThat(explained).startsWith("help", "demo", "test", "test-fast").doesNotHaveDuplicates();
    assertThat(names(TARGET, makefile()))
        .filteredOn(name -> !INNER.contains(name))
        .containsExactlyInAnyOrderElementsOf(explained);
    assertThat(EXPLAINED.matcher(makefile()).results().map(found -> found.group(2)))
        .allSatisfy(line -> assertThat(line).isNotBlank().hasSizeLessThan(105));
  }

  private static String makefile() throws IOException {
    return Files.readString(Project.ROOT.resolve("Makefile"));
  }

  private static List<String> names(Pattern pattern, String text) {
    return pattern.matcher(text).results().map((MatchResult found) -> found.group(1)).toList();
  }
}
