package dev.labelops.install.docs;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words to avoid, from the tables of {@code docs/build/words.md}.
 *
 * @param avoided phrases of the column "do not use", each with what to use
 * @param allowed longer phrases in which an avoided one is right
 */
record Glossary(List<Avoided> avoided, List<Pattern> allowed) {
  static final String PAGE = "docs/build/words.md";
  private static final String COLUMN = "do not use";

  /** Code is quoted, not written. */
  private static final List<Pattern> QUOTED =
      List.of(
          Pattern.compile("(?s)<!--.*?-->"),
          Pattern.compile("</?picture>"),
          Pattern.compile("(?ms)^ *```.*?^ *```"),
          Pattern.compile("`[^`\n]*(\n[^`\n]*)?`"),
          Pattern.compile("\\]\\([^)]*\\)"),
          Pattern.compile("(?m)^\\s*(#|//|--|\\*)"));

  /** A phrase to avoid. */
  record Avoided(String phrase, String use, Pattern pattern) {}

  static Glossary read() throws IOException {
    List<Avoided> avoided = new ArrayList<>();
    List<Pattern> allowed = new ArrayList<>();
    List<String> head = List.of();
    for (String line : Files.readAllLines(Project.ROOT.resolve(PAGE))) {
      List<String> cells = cells(line);
      if (cells.isEmpty()) {
        head = List.of();
      } else if (head.isEmpty()) {
        head = cells;
      } else if (head.contains(COLUMN)) {
        for (String phrase : phrases(cells.get(head.indexOf(COLUMN)))) {
          avoided.add(new Avoided(phrase, cells.get(0), pattern(phrase)));
        }
      } else if (head.get(0).equals("phrase")) {
        phrases(cells.get(0)).forEach(phrase -> allowed.add(pattern(phrase)));
      }
    }
    return new Glossary(avoided, allowed);
  }

  /** The avoided phrases in a text as {@code line: phrase (use ...)}. */
  List<String> found(String text) {
    String prose = text;
    for (Pattern quoted : QUOTED) {
      prose = blank(quoted, prose);
    }
    for (Pattern phrase : allowed) {
      prose = blank(phrase, prose);
    }
    // Most phrases are in no text: searching for them as they are takes a tenth of the time.
    String words = prose.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    List<String> found = new ArrayList<>();
    for (Avoided phrase : avoided) {
      if (!words.contains(phrase.phrase().toLowerCase(Locale.ROOT))) {
        continue;
      }
      for (Matcher hit = phrase.pattern().matcher(prose); hit.find(); ) {
        long line = prose.substring(0, hit.start()).lines().count();
        found.add("%d: '%s', use '%s'".formatted(Math.max(line, 1), phrase.phrase(), phrase.use()));
      }
    }
    return found;
  }

  private static List<String> cells(String line) {
    return line.startsWith("|")
        ? Arrays.stream(line.substring(1).split("\\|")).map(String::strip).toList()
        : List.of();
  }

  private static List<String> phrases(String cell) {
    return Pattern.compile("`([^`]+)`").matcher(cell).results().map(hit -> hit.group(1)).toList();
  }

  private static Pattern pattern(String phrase) {
    return Pattern.compile(
        "(?i)(?<![\\w-])" + Pattern.quote(phrase).replace(" ", "\\E\\s+\\Q") + "(?![\\w-])");
  }

  /** Keeps the lines, so that their numbers stay. */
  private static String blank(Pattern pattern, String text) {
    return pattern.matcher(text).replaceAll(hit -> hit.group().replaceAll("[^\n]", " "));
  }
}
