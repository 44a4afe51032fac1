package dev.labelops.install.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a page says that a command prints, compared loosely: each line shown is printed (others may
 * be too, and servers list errors and Events in any order), runs of blanks are equal, ages such as
 * {@code 4m} are equal, and {@code …} stands for anything.
 */
final class ExpectedOutput {
  private static final Pattern AGE = Pattern.compile("([0-9]+(d|h|m|s))+");

  private ExpectedOutput() {}

  /** The first line that is missing. */
  static Optional<String> missing(String shown, String printed) {
    List<String> lines = printed.lines().map(String::strip).toList();
    return shown
        .lines()
        .filter(line -> !line.isBlank())
        .filter(line -> lines.stream().noneMatch(pattern(line).asMatchPredicate()))
        .findFirst();
  }

  private static Pattern pattern(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.strip().split("\\s+")) {
      words.add(
          AGE.matcher(word).matches()
              ? AGE.pattern()
              : Pattern.quote(word).replace("…", "\\E.*\\Q"));
    }
    return Pattern.compile(String.join("\\s+", words));
  }
}
