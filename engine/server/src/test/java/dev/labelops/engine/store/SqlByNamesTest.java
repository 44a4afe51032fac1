package dev.labelops.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * SQL names its columns and parameters (docs/adr/0018-sql-by-names.md), and a contract test runs it
 * on every database.
 */
class SqlByNamesTest {
  private static final Path MAIN = Path.of("src", "main", "java");
  private static final Path TESTS = Path.of("src", "test", "java");
  private static final Pattern JOINED = Pattern.compile("\"\\s*\\+\\s*\"");
  private static final Pattern STATEMENT =
      Pattern.compile(
          "\\.(createUpdate|createQuery|prepareBatch|createCall|createScript|prepareStatement"
              + "|createStatement)\\(");
  private static final Pattern INSERT_BY_POSITION =
      Pattern.compile("(?i)insert\\s+into\\s+[\\w.]+\\s*(values|select)\\b");
  private static final Pattern READ_BY_POSITION =
      Pattern.compile(
          "\\.(get(String|Int|Long|Bytes|Timestamp|Boolean|Double|Object|Column)|updateObject)"
              + "\\(\\s*\\d");
  private static final Pattern BOUND_BY_POSITION = Pattern.compile("\\.bind(ByType)?\\(\\s*\\d");
  private static final Pattern PLACE_WITHOUT_NAME =
      Pattern.compile("(?i)\"[^\"]*\\b(where|values|set)\\b[^\"]*[=(,]\\s*\\?[^\"]*\"");

  @Test
  void insertsNameTheirColumns() {
    assertThat(matching(INSERT_BY_POSITION)).isEmpty();
  }

  @Test
  void columnsAreReadByName() {
    assertThat(matching(READ_BY_POSITION)).isEmpty();
  }

  @Test
  void parametersHaveNames() {
    assertThat(matching(BOUND_BY_POSITION)).isEmpty();
    assertThat(matching(PLACE_WITHOUT_NAME)).doesNotContainAnyElementsOf(matching(STATEMENT));
  }

  @Test
  void aContractTestNamesEveryClassWithSql() {
    String contracts =
        sources(TESTS).entrySet().stream()
            .filter(file -> file.getKey().endsWith("ContractIT"))
            .map(Map.Entry::getValue)
            .collect(Collectors.joining());
    List<String> withSql = matching(STATEMENT);
    assertThat(withSql)
        .contains("Buckets", "JobTable", "UserStore", "Sessions")
        .hasSizeGreaterThan(25);
    assertThat(withSql).allMatch(name -> contracts.contains("{@code " + name + "}"));
  }

  @Test
  void thePatternsFindWhatTheyAreFor() {
    assertThat(INSERT_BY_POSITION.matcher("INSERT INTO bucket VALUES (:a)").find()).isTrue();
    assertThat(INSERT_BY_POSITION.matcher("insert into bucket (name) values (:a)").find())
        .isFalse();
    assertThat(READ_BY_POSITION.matcher("row.getString(1)").find()).isTrue();
    assertThat(BOUND_BY_POSITION.matcher("query.bind(0, name)").find()).isTrue();
    assertThat(PLACE_WITHOUT_NAME.matcher("\"delete from t where id = ?\"").find()).isTrue();
    assertThat(STATEMENT.matcher("handle.createQuery(\n\"select 1\")").find()).isTrue();
  }

  /** The simple names of the classes that have it. */
  private static List<String> matching(Pattern pattern) {
    return sources(MAIN).entrySet().stream()
        .filter(file -> pattern.matcher(file.getValue()).find())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** By class; the parts of a text that is put together are one, Javadoc's lines too. */
  private static Map<String, String> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, String> sources = new TreeMap<>();
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String text = JOINED.matcher(Files.readString(file)).replaceAll("");
        sources.put(
            file.getFileName().toString().replace(".java", ""),
            text.replaceAll("\\s*\n \\* ", " "));
      }
      return sources;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
