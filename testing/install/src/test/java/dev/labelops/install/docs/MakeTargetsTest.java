package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the documentation calls with make is in the Makefile. */
class MakeTargetsTest {
  private static final Pattern TARGET = Pattern.compile("(?m)^([a-z][a-z-]*):");
  private static final Pattern IN_TEXT = Pattern.compile("[`']make ([a-z][a-z-]*)");
  private static final Pattern IN_BLOCK = Pattern.compile("(?m)^\\s*make ([a-z][a-z-]*)");

  @Test
  void targetsExist() throws IOException {
    Set<String> known = new TreeSet<>();
    var targets = TARGET.matcher(Files.readString(Project.ROOT.resolve("Makefile")));
    while (targets.find()) {
      known.add(targets.group(1));
    }
    Set<String> called = new TreeSet<>();
    for (MarkdownPage page : MarkdownPage.all()) {
      add(IN_TEXT, Files.readString(Project.ROOT.resolve(page.path())), called);
      page.blocks("sh").forEach(block -> add(IN_BLOCK, block.text(), called));
    }
    assertThat(called).contains("up", "demo");
    assertThat(known).as("targets of the Makefile").containsAll(called);
  }

  private static void add(Pattern pattern, String text, Set<String> called) {
    var calls = pattern.matcher(text);
    while (calls.find()) {
      called.add(calls.group(1));
    }
  }
}
