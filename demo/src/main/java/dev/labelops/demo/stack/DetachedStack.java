package dev.labelops.demo.stack;

import dev.labelops.testcluster.MarkedProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stack in a JVM of its own that outlives the command that started it.
 *
 * @param folder the JVM is known by it, and its files are there: {@code pid}, for people; {@code
 *     ready} with what to tell the user, once everything runs; {@code notes} with what has happened
 *     since
 */
public record DetachedStack(Path folder) {
  /** A first start builds the API server. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(30);

  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MILLIS = 200;

  /** The notes of the running stack; empty when none runs. */
  public Optional<String> running() throws IOException {
    if (mark().running().isEmpty() || !Files.exists(ready())) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(ready()) + notes());
  }

  /**
   * Starts the JVM, passes on what it says, and returns when the stack is ready.
   *
   * @param mainClass run with this JVM's options, class path and {@code arguments}
   * @throws DemoException when it ends or is not ready in time
   */
  public String start(Class<?> mainClass, List<String> arguments)
      throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.deleteIfExists(ready());
    Path log = folder.resolve("up.log");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> command = new ArrayList<>(List.of("nohup", java, mark().argument()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Files.writeString(pid(), process.pid() + "\n");
    awaitReady(process, log);
    return Files.readString(ready());
  }

  private void awaitReady(Process process, Path log) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(READY_WITHIN);
    long told = 0;
    boolean ended = false;
    while (!Files.exists(ready())) {
      if (ended || Instant.now().isAfter(deadline)) {
        stop();
        throw new DemoException("the stack did not start; its log is " + log);
      }
      ended = process.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
      String all = Files.readString(log);
      System.out.print(all.substring((int) told));
      told = all.length();
    }
  }

  /** Ends the stack; false when none runs. */
  public boolean stop() throws IOException, InterruptedException {
    List<ProcessHandle> running = mark().running();
    for (ProcessHandle process : running) {
      process.destroy();
      try {
        process.onExit().get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Its children are tied to it and die with it.
        process.destroyForcibly();
      }
    }
    Files.deleteIfExists(ready());
    Files.deleteIfExists(pid());
    return !running.isEmpty();
  }

  private MarkedProcess mark() {
    return new MarkedProcess("labelops.up", folder);
  }

  /** Writes down what happened to the running stack, for whoever looks next. */
  public void note(String line) {
    try {
      Files.writeString(
          folder.resolve("notes"),
          Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + line + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      System.err.println("cannot write to " + folder + ": " + e.getMessage());
    }
  }

  /** What has happened to the stack since it was ready, one line each; empty when nothing has. */
  public String notes() throws IOException {
    Path notes = folder.resolve("notes");
    return Files.exists(notes) ? "\nSince then:\n" + Files.readString(notes).indent(2) : "";
  }

  private Path pid() {
    return folder.resolve("pid");
  }

  /** Written by the JVM in one piece, when everything runs. */
  public Path ready() {
    return folder.resolve("ready");
  }
}
