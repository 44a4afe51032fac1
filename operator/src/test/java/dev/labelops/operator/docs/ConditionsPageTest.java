package dev.labelops.operator.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.manifest.RejectionReason;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The page of conditions lists every reason with its fix, as the code has them. {@code make docs}
 * rewrites its tables.
 */
class ConditionsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "conditions.md");

  @Test
  void tablesAreCurrent() throws IOException {
    String page = Files.readString(PAGE);
    String made =
        GeneratedPart.replace(
            GeneratedPart.replace(page, "reasons", reasons()), "rejections", rejections());
    if (Boolean.getBoolean("labelops.docs.write")) {
      Files.writeString(PAGE, made);
    }
    assertThat(PAGE).as("stale: run make docs and commit the result").hasContent(made);
  }

  @ParameterizedTest
  @EnumSource
  void reasonsSayWhatToDo(Reason reason) {
    assertThat(reason.meaning()).as("meaning").matches("[A-Za-z].{10,}\\.");
    assertThat(reason.fix()).as("fix").matches("[A-Z].{3,}\\.");
  }

  @ParameterizedTest
  @EnumSource
  void conditionTypesAreExplained(ConditionType type) throws IOException {
    assertThat(Files.readString(PAGE)).contains("| `" + type + "` |");
  }

  @Test
  void troubleshootingNamesReasonsThatExist() throws IOException {
    Set<String> real =
        Stream.of(Reason.values()).map(Reason::name).collect(Collectors.toUnmodifiableSet());
    List<String> named =
        Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\|")
            .matcher(Files.readString(PAGE.resolveSibling("../use/troubleshooting.md")))
            .results()
            .map(row -> row.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(10);
    assertThat(real).containsAll(named);
  }

  private static String reasons() {
    return Stream.of(Reason.values())
        .map(
            reason -> "| `%s` | %s | %s |".formatted(reason.name(), reason.meaning(), reason.fix()))
        .collect(
            Collectors.joining(
                "\n", "| reason | what happened | what to do |\n|---|---|---|\n", ""));
  }

  private static String rejections() {
    return Stream.of(RejectionReason.values())
        .map(reason -> "| `%s` | %s |".formatted(reason.name(), reason.rule().replace("|", "\\|")))
        .collect(Collectors.joining("\n", "| reason | rule |\n|---|---|\n", ""));
  }
}
