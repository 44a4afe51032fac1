package dev.labelops.testcluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TiedProcessTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  /** A JVM that ties a child, says the child's process id in a file, and waits. */
  static final class Parent {
    public static void main(String[] arguments) throws Exception {
      Path folder = Path.of(arguments[0]);
      TiedProcess.start(folder.resolve("log"), writesItsPidAndSleeps(folder));
      new CountDownLatch(1).await();
    }
  }

  @Test
  void theProgramDiesWhenTheJvmIsKilled(@TempDir Path folder) throws Exception {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Parent.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    ProcessHandle child = awaitChild(folder);

    jvm.destroyForcibly().waitFor();

    await().atMost(SOON).until(() -> !child.isAlive());
  }

  @Test
  void theProgramDiesOnClose(@TempDir Path folder) {
    TiedProcess process = TiedProcess.start(folder.resolve("log"), writesItsPidAndSleeps(folder));
    ProcessHandle child = awaitChild(folder);
    assertThat(process.isAlive()).isTrue();
    assertThat(process.program()).contains(child);

    process.close();

    assertThat(process.isAlive()).isFalse();
    await().atMost(SOON).until(() -> !child.isAlive());
  }

  @Test
  void theShellEndsWithTheProgram(@TempDir Path folder) {
    TiedProcess process =
        TiedProcess.start(folder.resolve("log"), List.of("/bin/sh", "-c", "echo gone; exit 3"));

    await().atMost(SOON).until(() -> !process.isAlive());
    assertThat(process.log()).hasContent("gone");
  }

  @Test
  void terminateLetsTheProgramEndInItsOwnWay(@TempDir Path folder) {
    String script =
        "trap 'echo $WORD; exit 0' TERM; echo $$ > '%1$s/new'; mv '%1$s/new' '%1$s/pid';"
            + " while true; do sleep 0.1; done";
    TiedProcess process =
        TiedProcess.start(
            folder.resolve("log"),
            Map.of("WORD", "goodbye"),
            List.of("/bin/sh", "-c", script.formatted(folder)));
    ProcessHandle child = awaitChild(folder);

    process.terminate(SOON);

    assertThat(process.isAlive()).isFalse();
    assertThat(child.isAlive()).isFalse();
    assertThat(process.log()).hasContent("goodbye");
  }

  @Test
  void terminateKillsAfterTheGrace(@TempDir Path folder) {
    String script =
        "trap '' TERM; echo $$ > '%1$s/new'; mv '%1$s/new' '%1$s/pid';"
            + " while true; do sleep 0.1; done";
    TiedProcess process =
        TiedProcess.start(
            folder.resolve("log"), List.of("/bin/sh", "-c", script.formatted(folder)));
    ProcessHandle child = awaitChild(folder);

    process.terminate(Duration.ofMillis(300));

    await().atMost(SOON).until(() -> !child.isAlive());
  }

  private static List<String> writesItsPidAndSleeps(Path folder) {
    String script = "echo $$ > '%1$s/new' && mv '%1$s/new' '%1$s/pid' && exec sleep 600";
    return List.of("/bin/sh", "-c", script.formatted(folder));
  }

  private static ProcessHandle awaitChild(Path folder) {
    Path pid = folder.resolve("pid");
    await().atMost(SOON).until(() -> Files.exists(pid));
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(pid).trim())).orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
