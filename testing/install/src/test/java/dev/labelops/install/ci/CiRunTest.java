package dev.labelops.install.ci;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code .ci/run} is {@code make test}, after the packages that make itself needs. */
class CiRunTest {
  private static final String SAY = "echo \"$(basename \"$0\") $*\"";
  private static final String MAKE_TEST = "make --no-print-directory test\n";

  @Test
  void whereEverythingIsThereItOnlyCallsMakeTest(@TempDir Path folder) throws Exception {
    Machine machine =
        Machine.in(folder).with("make", SAY).with("git", SAY).with("curl", SAY).with("mvn", SAY);

    Machine.Ended ended =
        machine.run(Map.of("JAVA_HOME", System.getProperty("java.home")), ".ci/run");

    assertThat(ended.output()).isEqualTo(MAKE_TEST);
    assertThat(ended.status()).isZero();
  }

  @Test
  void asRootOnDebianItInstallsWhatMakeNeeds(@TempDir Path folder) throws Exception {
    Machine machine =
        Machine.in(folder)
            .with("id", "echo 0")
            .with("make", SAY)
            .with("git", SAY)
            .with("apt-get", SAY);

    Machine.Ended ended =
        machine.run(Map.of("JAVA_HOME", System.getProperty("java.home")), ".ci/run");

    assertThat(ended.output())
        .isEqualTo(
            "apt-get -qq update\n"
                + "apt-get -qq install -y --no-install-recommends curl maven\n"
                + MAKE_TEST);
  }

  @Test
  void itEndsAsMakeTestEnds(@TempDir Path folder) throws Exception {
    Machine machine =
        Machine.in(folder)
            .with("make", "exit 2")
            .with("git", SAY)
            .with("curl", SAY)
            .with("mvn", SAY);

    assertThat(machine.run(Map.of(), ".ci/run").status()).isEqualTo(2);
  }
}
