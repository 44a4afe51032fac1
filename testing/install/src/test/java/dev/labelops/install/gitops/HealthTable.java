package dev.labelops.install.gitops;

import dev.labelops.install.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the documentation promises: the table of {@code docs/use/gitops.md}. */
final class HealthTable {
  private static final Path PAGE = Project.ROOT.resolve("docs/use/gitops.md");
  private static final Path OBJECTS =
      Project.ROOT.resolve("testing/install/src/test/resources/rows");
  private static final String FIRST_LINE = "| what happened |";

  /**
   * One line of the table.
   *
   * @param kstatus what kstatus says, and with it Flux's {@code labeling} and Helm 4
   * @param complete what the expressions of Flux's {@code labels-complete} say
   */
  record Line(String happened, String kstatus, String complete, String argoCd) {
    /** The object that the operator's own code wrote in this case. */
    Path object() {
      return OBJECTS.resolve(happened.replaceAll("[^a-z]+", "-") + ".yaml");
    }

    @Override
    public String toString() {
      return happened;
    }
  }

  private HealthTable() {}

  static List<Line> lines() {
    try {
      return Files.readString(PAGE)
          .lines()
          .dropWhile(line -> !line.startsWith(FIRST_LINE))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(HealthTable::line)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Line line(String row) {
    List<String> cells = Arrays.stream(row.split("\\|")).skip(1).map(cell -> cell.strip()).toList();
    return new Line(cells.get(0), cells.get(1), cells.get(2), cells.get(3));
  }

  /** Every object that there is. */
  static List<Path> objects() {
    try (Stream<Path> files = Files.list(OBJECTS)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
