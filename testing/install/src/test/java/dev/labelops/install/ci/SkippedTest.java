package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/skipped} hides nothing that CI did not run. */
class SkippedTest {
  @TempDir Path folder;

  @Test
  void eachSkippedTestIsNamedWithItsReason() throws Exception {
    report(
        "engine",
        "a.BotoTest",
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
        "operator",
        "b.ImageIT",
        """
        <testcase name="" classname="b.ImageIT" time="0">
          <skipped message="Assumption failed: dockerd is not installed" type="x"/>
        </testcase>
        """);

    assertThat(skipped("engine", "operator"))
        .containsExactly(
            "skipped in engine: BotoTest (uploads, lists): no boto3 in \"python3\"",
            "skipped in operator: ImageIT: dockerd is not installed");
  }

  /** What Surefire leaves of a class whose {@code @BeforeAll} gave up: no count, no reason. */
  @Test
  void aClassThatRanNoTestIsTold() throws Exception {
    report("operator", "b.ImageIT", "");

    assertThat(skipped("operator"))
        .containsExactly(
            "skipped in operator: ImageIT: ran no test, the class as a whole was skipped");
  }

  @Test
  void nothingIsSaidWhenEveryTestRan() throws Exception {
    report("engine", "a.BotoTest", "<testcase name='ran' classname='a.BotoTest' time='0.1'/>");

    assertThat(skipped("engine")).isEmpty();
  }

  @Test
  void aModuleWithoutReportsIsToldAndSoIsOneThatCannotBeRead() throws Exception {
    report("engine", "a.CutOff", "<testcase name='x'");

    assertThat(skipped("engine", "operator"))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("skipped in engine: TEST-a.CutOff.xml cannot be"),
            line ->
                assertThat(line)
                    .isEqualTo("skipped in operator: no report: its tests did not run"));
  }

  @Test
  void ciAsksForEveryModuleThatHasTests() throws IOException {
    String ci = Files.readString(Project.ROOT.resolve(".ci/run"));
    List<String> asked =
        ci.lines()
            .filter(line -> line.startsWith("test_folders="))
            .flatMap(line -> List.of(line.replaceAll(".*=|\"", "").split(" ")).stream())
            .toList();
    String modules = Files.readString(Project.ROOT.resolve("pom.xml"));
    List<String> withTests =
        modules
            .lines()
            .map(String::strip)
            .filter(line -> line.startsWith("<module>"))
            .map(line -> line.replaceAll("</?module>", ""))
            .filter(module -> Files.isDirectory(Project.ROOT.resolve(module).resolve("src/test")))
            .toList();

    assertThat(asked).containsExactlyInAnyOrderElementsOf(withTests);
  }

  private void report(String module, String name, String cases) throws IOException {
    Path reports = Files.createDirectories(folder.resolve(module + "/target/surefire-reports"));
    Files.writeString(
        reports.resolve("TEST-" + name + ".xml"),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"%s\">\n%s</testsuite>\n"
            .formatted(name, cases));
  }

  private List<String> skipped(String... modules) throws IOException, InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder(Project.ROOT.resolve(".ci/skipped").toString())
            .directory(folder.toFile())
            .redirectErrorStream(true);
    command.command().addAll(List.of(modules));
    Process process = command.start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.lines().toList();
  }
}
