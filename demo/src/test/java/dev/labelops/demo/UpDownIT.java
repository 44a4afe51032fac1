package dev.labelops.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.demo.stack.Artifacts;
import dev.labelops.demo.stack.Kubectl;
import dev.labelops.demo.stack.Server;
import dev.labelops.demo.workers.TaskApi;
import dev.labelops.demo.workers.TaskApiException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code make up} and {@code make down}: a person can join in, what runs is found whatever becomes
 * of the clock and of files, and what ended by itself is started again and said.
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

  /** The command as a JVM of its own: the terminal of a user. */
  private static ProcessBuilder program(String command) {
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
      line.addAll(List.of("--count=12", "--port=" + port));
    } else if (command.equals("workers")) {
      line.add("--engine=http://127.0.0.1:" + port);
    }
    return new ProcessBuilder(line).redirectErrorStream(true);
  }

  /** What the command prints. */
  private static String demo(String command) throws IOException, InterruptedException {
    Process process = program(command).start();
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
  void aPersonSignsInWithWhatIsPrintedAndGetsATaskBesideSimulatedWorkers() throws Exception {
    String printed = demo("up");
    URI portal = URI.create(printed(printed, "portal"));
    assertThat(status(portal)).isEqualTo(200);
    Process workers = program("workers").redirectOutput(up("workers.log").toFile()).start();
    try (TaskApi api = new TaskApi(portal.resolve("/"))) {
      new Kubectl(up("kubeconfig")).run("apply", "--filename=" + up("resources.yaml"));
      // All six of them have a task or have answered one.
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(workersActive()).isEqualTo(6));

      String user = printed(printed, "user name");
      String temporary = printed(printed, "temporary password");
      assertThatThrownBy(() -> api.signIn(null, user, temporary, null))
          .isInstanceOfSatisfying(
              TaskApiException.class,
              refused -> assertThat(refused.code()).isEqualTo("NewPasswordRequired"));
      var person = api.signIn(null, user, temporary, "Permanent-1");
      List<String> jobs = api.jobs(person);

      assertThat(jobs).hasSize(1);
      assertThat(api.next(person, jobs.getFirst())).isPresent();
    } finally {
      workers.destroy();
      workers.waitFor();
    }
  }

  private static String printed(String text, String name) {
    Matcher line = Pattern.compile("(?m)^ *" + name + ": +(\\S+)$").matcher(text);
    assertThat(line.find()).as("%s in%n%s", name, text).isTrue();
    return line.group(1);
  }

  private static int status(URI page) throws IOException, InterruptedException {
    return read(HttpRequest.newBuilder(page)).statusCode();
  }

  private static int workersActive() throws IOException, InterruptedException {
    String key = Base64.getEncoder().encodeToString("test:test".getBytes(StandardCharsets.UTF_8));
    URI jobs = URI.create("http://127.0.0.1:" + port + "/_labelops/api/owner/jobs");
    var answer = read(HttpRequest.newBuilder(jobs).header("Authorization", "Basic " + key));
    return new ObjectMapper().readTree(answer.body()).at("/jobs/0/workersActive").asInt();
  }

  private static HttpResponse<String> read(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    try (HttpClient http =
        HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build()) {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  @Order(3)
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
  @Order(4)
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
  @Order(5)
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
