package dev.labelops.demo.stack;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A stack in a JVM of its own that outlives the command that started it.
 *
 * @param folder holds its files: {@code pid} remembers the JVM by process id and start, because ids
 *     are used again; {@code ready} is there, with what to tell the user, once everything runs
 */
public record DetachedStack(Path folder) {
  /** A first start builds the API server. */
  private static final Duration READY_WITHIN = Duration.ofMinutes(30);

  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(60);
  private static final long LOOK_EVERY_MILLIS = 200;

  /** What the running stack has to tell; empty when none runs. */
  public Optional<String> running() throws IOException {
    if (process().isEmpty() || !Files.exists(ready())) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(ready()));
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
    List<String> command =
        new ArrayList<>(
            List.of("nohup", Path.of(System.getProperty("java.home"), "bin", "java").toString()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Files.writeString(pid(), identity(process.toHandle()));
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
    Optional<ProcessHandle> process = process();
    if (process.isPresent()) {
      process.get().destroy();
      try {
        process.get().onExit().get(STOPPED_WITHIN.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Its children are tied to it and die with it.
        process.get().destroyForcibly();
      }
    }
    Files.deleteIfExists(ready());
    Files.deleteIfExists(pid());
    return process.isPresent();
  }

  private Optional<ProcessHandle> process() throws IOException {
    if (!Files.exists(pid())) {
      return Optional.empty();
    }
    String identity = Files.readString(pid());
    return ProcessHandle.of(Long.parseLong(identity.split(" ")[0]))
        .filter(ProcessHandle::isAlive)
        .filter(handle -> identity(handle).equals(identity));
  }

  private static String identity(ProcessHandle process) {
    return process.pid()
        + " "
        + process.info().startInstant().map(Instant::toString).orElse("unknown");
  }

  private Path pid() {
    return folder.resolve("pid");
  }

  /** Written by the JVM, whole at once, when everything runs. */
  public Path ready() {
    return folder.resolve("ready");
  }
}
