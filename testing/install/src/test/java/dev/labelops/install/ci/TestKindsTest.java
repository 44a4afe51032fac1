package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A class with tests is a {@code *Test}, or an {@code *IT} when it needs more than its own JVM. */
class TestKindsTest {
  private static final Pattern HAS_TESTS =
      Pattern.compile("(?m)^ *@(Test|ParameterizedTest|TestFactory|Property|ArchTest)\\b");
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\\n]*");
  private static final Pattern STRING = Pattern.compile("\"([^\"\\\\\\n]|\\\\.)*\"");
  private static final Pattern NAME = Pattern.compile("\\b[A-Z]\\w+\\b");

  /** What source text that starts it holds, to what that is. */
  private static final Map<Pattern, String> MORE =
      Map.of(
          Pattern.compile("\\b(ClusterNamespace|SharedCluster|ProcessCluster|DetachedCluster)\\b"),
          "a cluster",
          Pattern.compile("\\bTestCluster\\.start\\b"),
          "a cluster",
          Pattern.compile("-all\\.jar|-runner\\.jar|\\bnew Artifacts\\b"),
          "a packaged program",
          Pattern.compile("\\bEngineProcess\\b"),
          "an engine of its own process",
          Pattern.compile("\\bEmbeddedPostgres\\b"),
          "PostgreSQL",
          Pattern.compile("\\b(RealClient|HelmBinary|GitOpsTools|Promtool|DockerDaemon)\\b"),
          "a program of the machine",
          Pattern.compile("getenv\\(\"LABELOPS_PYTHON\"\\)"),
          "boto3");

  /** Called by name with {@code -Dtest}, and never with others. */
  private static final Set<String> CALLED_BY_NAME = Set.of("AwsSmokeCommand");

  /** Names all of the above. */
  private static final String THIS = TestKindsTest.class.getSimpleName();

  static List<Path> modules() throws IOException {
    return Files.readAllLines(Project.ROOT.resolve("pom.xml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("<module>"))
        .map(line -> Project.ROOT.resolve(line.replaceAll("</?module>", "")))
        .filter(module -> Files.isDirectory(module.resolve("src/test")))
        .toList();
  }

  @Test
  void thereAreModulesWithTests() throws IOException {
    assertThat(modules()).hasSizeGreaterThan(5);
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aClassWithTestsHasANameThatIsRun(Path module) throws IOException {
    assertThat(Sources.of(module).withTests())
        .isNotEmpty()
        .filteredOn(name -> !CALLED_BY_NAME.contains(name))
        .allMatch(name -> name.endsWith("Test") || name.endsWith("IT"));
  }

  @ParameterizedTest
  @MethodSource("modules")
  void aUnitTestNeedsNothingButItsJvm(Path module) throws IOException {
    Sources sources = Sources.of(module);
    List<String> needs = new ArrayList<>();
    for (String test : sources.withTests()) {
      if (test.endsWith("Test") && !test.equals(THIS)) {
        sources.reachedBy(test).forEach(used -> needs.addAll(sources.more(test, used)));
      }
    }
    assertThat(needs).as("rename these to *IT, which Failsafe runs").isEmpty();
  }

  /** A module's test classes by simple name; two of one name count as one. */
  private record Sources(Map<String, String> texts) {
    static Sources of(Path module) throws IOException {
      Map<String, String> texts = new HashMap<>();
      try (Stream<Path> files = Files.walk(module.resolve("src/test"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          texts.merge(
              file.getFileName().toString().replace(".java", ""),
              COMMENT.matcher(Files.readString(file)).replaceAll(""),
              String::concat);
        }
      }
      return new Sources(texts);
    }

    List<String> withTests() {
      return texts.keySet().stream()
          .filter(name -> HAS_TESTS.matcher(texts.get(name)).find())
          .sorted()
          .toList();
    }

    /** The class, and whatever it names, but for what is in a class with tests of its own. */
    Set<String> reachedBy(String test) {
      Set<String> reached = new HashSet<>(Set.of(test));
      Deque<String> open = new ArrayDeque<>(reached);
      while (!open.isEmpty()) {
        NAME.matcher(STRING.matcher(texts.get(open.pop())).replaceAll(""))
            .results()
            .map(found -> found.group())
            .filter(name -> texts.containsKey(name) && !HAS_TESTS.matcher(texts.get(name)).find())
            .filter(reached::add)
            .forEach(open::push);
      }
      return reached;
    }

    Set<String> more(String test, String used) {
      return MORE.entrySet().stream()
          .filter(more -> more.getKey().matcher(texts.get(used)).find())
          .map(more -> test + " needs " + more.getValue() + " (" + used + ")")
          .collect(Collectors.toSet());
    }
  }
}
