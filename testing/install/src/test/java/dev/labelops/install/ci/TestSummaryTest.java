package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/test-summary} hides nothing that did not run. */
class TestSummaryTest {
  @TempDir Path folder;

  @Test
  void eachSkippedTestIsNamedWithItsReason() throws Exception {
    report(
        "engine/target/surefire-reports",
        "a.BotoTest",
        "tests='3' errors='0' skipped='2' failures='0'",
        """
        <testcase name="ran" classname="a.BotoTest" time="0.1"/>
        <testcase name="uploads" classname="a.BotoTest" time="0">
          <skipped message="org.opentest4j.TestAbortedException: Assumption failed: no boto3 in &quot;python3&quot;&#10;install it"
            type="org.opentest4j.TestAbortedException"><![CDATA[at a.BotoTest.uploads]]></skipped>
        </testcase>
        <testcase name="lists" classname="a.BotoTest" time="0">
          <skipped message="Assumption failed: no boto3 in &quot;python3&quot;" type="x"/>
        </testcase>
        """);
    report(
        "operator/target/failsafe-reports",
        "b.ImageIT",
        "tests='1' errors='0' skipped='1' failures='0'",
        """
        <testcase name="" classname="b.ImageIT" time="0">
          <skipped message="Assumption failed: dockerd is not installed" type="x"/>
        </testcase>
        """);

    assertThat(skipped("all", "engine", "operator"))
        .containsExactly(
            "skipped in engine: BotoTest (uploads, lists): no boto3 in \"python3\"",
            "skipped in operator: ImageIT: dockerd is not installed");
  }

  @Test
  void theCountsOfEachModuleAndOfAllArePrinted() throws Exception {
    report(
        "engine/target/surefire-reports",
        "a.OneTest",
        "tests='3' errors='0' skipped='0' failures='1'",
        "<testcase name='ran' classname='a.OneTest' time='0.1'/>");
    report(
        "engine/target/failsafe-reports",
        "a.TwoIT",
        "tests='2' errors='1' skipped='0' failures='0'",
        "<testcase name='ran' classname='a.TwoIT' time='0.1'/>");
    report(
        "operator/target/surefire-reports",
        "b.ThreeTest",
        "tests='5' errors='0' skipped='0' failures='0'",
        "<testcase name='ran' classname='b.ThreeTest' time='0.1'/>");

    assertThat(summary("all", "engine", "operator"))
        .containsExactly(
            "Tests run: 5, Failures: 1, Errors: 1, Skipped: 0 -- in engine",
            "Tests run: 5, Failures: 0, Errors: 0, Skipped: 0 -- in operator",
            "Tests run: 10, Failures: 1, Errors: 1, Skipped: 0");
    assertThat(summary("unit", "engine"))
        .startsWith("Tests run: 3, Failures: 1, Errors: 0, Skipped: 0 -- in engine");
  }

  /** Surefire 3.5 writes no count of a {@code @ParameterizedClass}, only its cases. */
  @Test
  void theCasesOfAParameterizedClassCount() throws Exception {
    report(
        "engine/target/surefire-reports",
        "a.OneTest",
        "tests='0' errors='0' skipped='0' failures='0'",
        """
        <testcase name="ran" classname="a.OneTest" time="0"/>
        <testcase name="failed" classname="a.OneTest" time="0"><failure type="x"/></testcase>
        <testcase name="broke" classname="a.OneTest" time="0"><error type="x"/></testcase>
        """);

    assertThat(summary("unit", "engine"))
        .contains("Tests run: 3, Failures: 1, Errors: 1, Skipped: 0");
  }

  /** What Surefire leaves of a class whose {@code @BeforeAll} gave up: no count, no reason. */
  @Test
  void aClassThatRanNoTestIsReported() throws Exception {
    report("operator/target/failsafe-reports", "b.ImageIT", "", "");

    assertThat(skipped("all", "operator"))
        .containsExactly(
            "skipped in operator: ImageIT: ran no test, the class as a whole was skipped");
  }

  @Test
  void nothingIsSkippedWhenEveryTestRan() throws Exception {
    report(
        "engine/target/surefire-reports",
        "a.BotoTest",
        "tests='1'",
        "<testcase name='ran' classname='a.BotoTest' time='0.1'/>");

    assertThat(skipped("all", "engine")).isEmpty();
  }

  @Test
  void aReportThatCannotBeReadIsReported() throws Exception {
    report("engine/target/surefire-reports", "a.CutOffTest", "", "<testcase name='x'");

    assertThat(skipped("all", "engine"))
        .singleElement()
        .asString()
        .startsWith("skipped in engine: TEST-a.CutOffTest.xml cannot be read");
  }

  /** Those of a kind run together: one whose unit tests failed runs no integration test. */
  @Test
  void aKindOfTestsWithoutReportsIsReported() throws Exception {
    report("engine/target/surefire-reports", "a.OneTest", "tests='1'", "<testcase name='ran'/>");
    source("engine", "a.TwoIT");
    source("operator", "b.ThreeTest");

    assertThat(skipped("all", "engine", "operator"))
        .containsExactly(
            "skipped in engine: no report of its *IT classes: they did not run",
            "skipped in operator: no report of its *Test classes: they did not run");
    assertThat(skipped("unit", "engine")).isEmpty();
  }

  private void report(String reports, String name, String counts, String cases) throws IOException {
    source(reports.replaceAll("/target/.*", ""), name);
    Files.writeString(
        Files.createDirectories(folder.resolve(reports)).resolve("TEST-" + name + ".xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"%s\" %s>\n%s</testsuite>\n"
            .formatted(name, counts, cases));
  }

  private void source(String module, String name) throws IOException {
    Path tests = Files.createDirectories(folder.resolve(module + "/src/test/java"));
    Files.writeString(tests.resolve(name.replaceAll(".*\\.", "") + ".java"), "");
  }

  private List<String> skipped(String... arguments) throws IOException, InterruptedException {
    return summary(arguments).stream().filter(line -> line.startsWith("skipped")).toList();
  }

  /** The lines that are not blank. */
  private List<String> summary(String... arguments) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Stream.concat(
                        Stream.of(Project.ROOT.resolve("hack/test-summary").toString()),
                        Stream.of(arguments))
                    .toList())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.lines().filter(line -> !line.isBlank()).toList();
  }
}
