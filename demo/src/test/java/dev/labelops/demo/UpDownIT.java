package dev.labelops.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code make up} and {@code make down}: what runs is found whatever becomes of the clock and of
 * files, and what ended by itself is started again and said.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class UpDownIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path checkout;
  private static int port;
  private static long stack;

  @BeforeAll
  static void start() throws Exception {
    Path root = Path.of("..").toAbsolutePath().normalize();
    // Fails here, with what to do, when the programs were not packaged.
    new Artifacts(root).operatorJar();
    for (String part : List.of("config", "crds", "engine", "operator")) {
      Files.createSymbolicLink(checkout.resolve(part), root.resolve(part));
    }
    port = Server.freePort();
    assertThat(demo("up")).contains("The stack is running").doesNotContain("Since then");
    stack = Long.parseLong(Files.readString(up("pid")).strip());
  }

  @AfterAll
  static void end() throws Exception {
    demo("down");
  }

  private static Path up(String file) {
    return checkout.resolve("target/up").resolve(file);
  }

  /** What the command prints, as a JVM of its own: the terminal of a user. */
  private static String demo(String command) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Demo.class.getName(),
                command,
                "--root=" + checkout));
    if (command.equals("up")) {
      line.addAll(List.of("--count=2", "--port=" + port));
    }
    Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(printed).isZero();
    return printed;
  }

  private static Stream<ProcessHandle> programs(String jar) {
    return ProcessHandle.of(stack).stream()
        .flatMap(ProcessHandle::descendants)
        .filter(ProcessHandle::isAlive)
        .filter(process -> process.info().command().orElse("").endsWith("java"))
        .filter(process -> process.info().commandLine().orElse("").contains(jar));
  }

  @Test
  @Order(1)
  void whatRunsIsFoundThoughClockAndFilesSayOtherwise() throws Exception {
    Files.writeString(up("pid"), stack + " 2001-01-01T00:00:00Z");
    assertThat(demo("up")).contains("The stack is running");

    Files.delete(up("pid"));
    assertThat(demo("up")).contains("The stack is running");
    assertThat(ProcessHandle.of(stack)).as("the same stack").isPresent();
    assertThat(up("kubeconfig")).exists();
  }

  @Test
  @Order(2)
  void anOperatorThatEndsIsStartedAgainAndSaid() throws Exception {
    ProcessHandle operator = programs("labelops-operator").findFirst().orElseThrow();

    operator.destroyForcibly();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(up("notes")).content().contains("the operator is ready again"));
    assertThat(programs("labelops-operator")).singleElement().isNotEqualTo(operator);
    assertThat(demo("up"))
        .contains("The stack is running", "Since then")
        .contains("the operator has exited and is being restarted; its log is")
        .contains("the operator is ready again");
  }

  @Test
  @Order(3)
  void anEngineThatEndsIsStartedAgainOnItsPort() {
    programs("labelops-engine").findFirst().orElseThrow().destroyForcibly();

    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(up("notes")).content().contains("the engine is ready again"));
    assertThat(programs("labelops-engine"))
        .singleElement()
        .satisfies(
            engine ->
                assertThat(engine.info().commandLine().orElse("")).contains("--port=" + port));
  }

  @Test
  @Order(4)
  void downEndsWhatRunsThoughItsFilesAreGone() throws Exception {
    List<ProcessHandle> all =
        ProcessHandle.of(stack).orElseThrow().descendants().filter(ProcessHandle::isAlive).toList();
    assertThat(all).hasSizeGreaterThan(3);
    for (String file : List.of("ready", "notes")) {
      Files.delete(up(file));
    }

    assertThat(demo("down")).isEqualTo("Stopped.\n");

    await().atMost(PATIENCE).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(demo("down")).isEqualTo("Nothing was running.\n");
  }
}
