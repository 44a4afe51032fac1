package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.install.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code hack/run-tests} ends as the tests ended, although Maven goes on after a failure. */
class RunTestsTest {
  private Path script;
  private Machine machine;

  @BeforeEach
  void aProjectWithoutModules(@TempDir Path folder) throws Exception {
    Path hack = Files.createDirectories(folder.resolve("project/hack"));
    script = Files.copy(Project.ROOT.resolve("hack/run-tests"), hack.resolve("run-tests"));
    Files.writeString(folder.resolve("project/pom.xml"), "<project/>\n");
    machine = Machine.in(folder);
  }

  @Test
  void allModulesAreTestedWhateverFails() throws Exception {
    assertThat(runs("echo maven \"$@\"; exit 0"))
        .satisfies(ended -> assertThat(ended.status()).isZero())
        .satisfies(
            ended ->
                assertThat(ended.output())
                    .startsWith("maven verify -Dmaven.test.failure.ignore=true\n"));
  }

  @Test
  void aFailedTestFailsTheRunAfterTheLastModule() throws Exception {
    Machine.Ended ended =
        runs("echo '[ERROR] There are test failures.'; echo '[INFO] BUILD SUCCESS'; exit 0");

    assertThat(ended.status()).as(ended.output()).isEqualTo(1);
    assertThat(ended.output())
        .contains("Tests failed: the summary at the end counts them.")
        .contains("target/failure-logs");
  }

  @Test
  void aBuildThatFailsKeepsItsStatus() throws Exception {
    assertThat(runs("exit 3").status()).isEqualTo(3);
  }

  private Machine.Ended runs(String maven) throws Exception {
    machine.with("mvn", maven);
    return machine.run(
        Map.of("LABELOPS_PYTHON", "no-python"), script.toString(), "all", "mvn", "verify");
  }
}
