package dev.labelops.testcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive this JVM, however the JVM ends.
 *
 * <p>A shell stands between: it kills the program when its standard input closes, which happens
 * when {@link #close} is called and when the JVM has ended, even by {@code kill -9}.
 */
public final class TiedProcess implements AutoCloseable {

  private static final String TIE =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      { read -r _ <&3; kill -9 $child 2>/dev/null; } &
      watcher=$!
      exec 3<&-
      trap 'kill -15 $child 2>/dev/null' TERM
      wait $child
      status=$?
      while kill -0 $child 2>/dev/null; do wait $child; status=$?; done
      # A process id is used again, so the watcher must not outlive the program.
      kill -9 $watcher 2>/dev/null
      exit $status
      """;

  private final Process shell;
  private final Path log;

  private TiedProcess(Process shell, Path log) {
    this.shell = shell;
    this.log = log;
  }

  static TiedProcess start(Path log, List<String> command) {
    return start(log, Map.of(), command);
  }

  /**
   * Starts a program.
   *
   * @param log gets what the program prints, appended
   * @param environment added to this JVM's own
   * @throws ClusterException when there is no shell to start it with
   */
  public static TiedProcess start(Path log, Map<String, String> environment, List<String> command) {
    List<String> tied = new ArrayList<>(List.of("/bin/sh", "-c", TIE, "tie"));
    tied.addAll(command);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(tied)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      return new TiedProcess(builder.start(), log);
    } catch (IOException e) {
      throw new ClusterException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  public boolean isAlive() {
    return shell.isAlive();
  }

  public Path log() {
    return log;
  }

  /** The program itself, for who measures it while it runs. */
  public Optional<ProcessHandle> program() {
    // The shell starts it first, its watcher second.
    return shell
        .toHandle()
        .children()
        .min(
            Comparator.comparing((ProcessHandle child) -> child.info().startInstant().orElseThrow())
                .thenComparing(ProcessHandle::pid));
  }

  /** Asks the program to end (SIGTERM) and does not wait. */
  public void askToEnd() {
    // Process.destroy would close the shell's standard input, which kills immediately.
    shell.toHandle().destroy();
  }

  /**
   * Waits for the end of the program.
   *
   * @return its exit status, 128 + n after signal n; empty when it still runs
   */
  public OptionalInt awaitExit(Duration within) throws InterruptedException {
    return shell.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)
        ? OptionalInt.of(shell.exitValue())
        : OptionalInt.empty();
  }

  /** Asks the program to end (SIGTERM), and kills it when it has not ended after the grace. */
  public void terminate(Duration grace) {
    askToEnd();
    try {
      awaitExit(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** Kills the program (SIGKILL) when it still runs. */
  @Override
  public void close() {
    try {
      shell.getOutputStream().close();
      shell.waitFor(10, TimeUnit.SECONDS);
    } catch (IOException e) {
      shell.descendants().forEach(ProcessHandle::destroyForcibly);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
