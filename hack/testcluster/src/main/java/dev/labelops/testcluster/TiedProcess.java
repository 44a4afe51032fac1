package dev.labelops.testcluster;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A child process that cannot outlive this JVM, however the JVM ends.
 *
 * <p>A shell stands between: it kills the program when its standard input closes, which happens
 * when {@link #close} is called and when the JVM is gone, even by {@code kill -9}.
 */
final class TiedProcess implements AutoCloseable {

  private static final String TIE =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      { cat <&3 >/dev/null; kill -9 $child 2>/dev/null; } &
      exec 3<&-
      wait $child
      """;

  private final Process shell;
  private final Path log;

  private TiedProcess(Process shell, Path log) {
    this.shell = shell;
    this.log = log;
  }

  static TiedProcess start(Path log, List<String> command) {
    List<String> tied = new ArrayList<>(List.of("/bin/sh", "-c", TIE, "tie"));
    tied.addAll(command);
    try {
      Process shell =
          new ProcessBuilder(tied)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new TiedProcess(shell, log);
    } catch (IOException e) {
      throw new ClusterException("cannot start " + command.getFirst() + ": " + e.getMessage(), e);
    }
  }

  boolean isAlive() {
    return shell.isAlive();
  }

  Path log() {
    return log;
  }

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
