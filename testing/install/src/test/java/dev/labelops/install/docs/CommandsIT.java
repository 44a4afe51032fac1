package dev.labelops.install.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.labelops.install.docs.MarkdownPage.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the commands of the documentation, page by page from top to bottom, on the stack that its
 * first page starts: a real API server, the engine, the operator. Every {@code sh} block is run
 * unless the comment above it says why not ({@link Remark}); a {@code console} block right below
 * shows what is printed.
 */
class CommandsIT {
  /** In this order: the first starts the stack, and the second uses the workforce that it made. */
  private static final List<String> PAGES =
      List.of(
          "docs/use/getting-started-engine.md",
          "docs/use/getting-started-aws.md",
          "docs/use/migrating.md",
          "docs/use/troubleshooting.md",
          "docs/use/tutorial-workshop.md");

  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final Path SCRATCH = Path.of("target", "reader").toAbsolutePath();
  private static final Path LOGS = Path.of("target", "logs", "reader").toAbsolutePath();

  private static ReadersMachine machine;

  @BeforeAll
  static void prepare() throws IOException {
    machine = ReadersMachine.prepare(SCRATCH);
  }

  @AfterAll
  static void end() throws IOException, InterruptedException {
    machine.close(LOGS);
  }

  @TestFactory
  Stream<DynamicTest> pages() {
    Stream<DynamicTest> each =
        PAGES.stream().map(page -> dynamicTest(page, () -> run(MarkdownPage.of(page), false)));
    Stream<DynamicTest> last =
        PAGES.stream()
            .filter(page -> blocks(MarkdownPage.of(page)).stream().anyMatch(CommandsIT::isLast))
            .map(page -> dynamicTest(page + ", its end", () -> run(MarkdownPage.of(page), true)));
    return Stream.concat(each, last);
  }

  @Test
  void commandsOfOtherPagesSayWhyTheyAreNotRun() {
    List<String> silent = new ArrayList<>();
    for (MarkdownPage page : MarkdownPage.all()) {
      if (!PAGES.contains(page.path().toString())) {
        blocks(page).stream()
            .filter(block -> !notRun(block))
            .forEach(block -> silent.add(page.path() + ":" + block.line()));
      }
    }
    assertThat(silent)
        .as("sh blocks without <!-- not run: REASON --> above them or below the page's title")
        .isEmpty();
  }

  @Test
  void commandsStandInShBlocks() {
    assertThat(MarkdownPage.all())
        .allSatisfy(
            page ->
                assertThat(page.blocks())
                    .as(page.path().toString())
                    .noneMatch(
                        block -> List.of("bash", "shell", "zsh").contains(block.language())));
  }

  private static boolean isFirst(MarkdownPage page) {
    return page.path().equals(Path.of(PAGES.get(0)));
  }

  private static List<Block> blocks(MarkdownPage page) {
    return Remark.of(page.remark()).how() == Remark.How.NOT_RUN ? List.of() : page.blocks("sh");
  }

  private static boolean notRun(Block block) {
    return Remark.of(block.remark()).how() == Remark.How.NOT_RUN;
  }

  private static boolean isLast(Block block) {
    return Remark.of(block.remark()).how() == Remark.How.LAST;
  }

  private static void run(MarkdownPage page, boolean last) throws Exception {
    Assumptions.assumeTrue(
        blocks(page).stream().noneMatch(block -> block.text().contains("aws "))
            || machine.has("aws"),
        "the AWS CLI is not installed, and this page uses it");
    try (Shell shell = isFirst(page) ? machine.shell() : machine.shellWithStack()) {
      Shell.Outcome outcome = null;
      for (Block block : page.blocks()) {
        if (block.language().equals("sh") && isLast(block) == last) {
          outcome = run(page, block, shell);
        } else if (block.language().equals("console") && block.follows() && outcome != null) {
          String printed = outcome.output();
          assertThat(ExpectedOutput.missing(machine.toOwn(block.text()), printed))
              .as(
                  "%s:%d shows a line that was not printed in\n%s",
                  page.path(), block.line(), printed)
              .isEmpty();
        } else {
          outcome = null;
        }
      }
    }
  }

  /** Null when the block leaves nothing to compare with. */
  private static Shell.Outcome run(MarkdownPage page, Block block, Shell shell)
      throws IOException, InterruptedException {
    Remark remark = Remark.of(block.remark());
    String where = page.path() + ":" + block.line();
    String text = machine.toOwn(block.text());
    switch (remark.how()) {
      case NOT_RUN -> {
        return null;
      }
      case BACKGROUND -> {
        shell.background(text, SCRATCH.resolve("background.log"));
        return null;
      }
      case PLAIN, LAST, FAILS -> {
        if (!remark.commands().isEmpty()) {
          Shell.Outcome setup = shell.run(machine.toOwn(remark.commands()), PATIENCE);
          assertThat(setup.failed()).as("%s, setup\n%s", where, setup.output()).isEmpty();
        }
        Shell.Outcome outcome = shell.run(text, PATIENCE);
        var failed =
            assertThat(outcome.failed())
                .as(
                    "%s, the command that failed of\n%s\n--- printed\n%s",
                    where, text, outcome.output());
        if (remark.how() == Remark.How.FAILS) {
          failed.isNotEmpty();
        } else {
          failed.isEmpty();
        }
        return outcome;
      }
    }
    throw new IllegalStateException(remark.toString());
  }
}
