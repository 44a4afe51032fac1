package dev.labelops.install.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A bash in which the blocks of one page are run one after the other, as a reader would. */
final class Shell implements AutoCloseable {
  /** The first command of a block that fails is remembered; the block goes on, as at a prompt. */
  private static final String PREPARATION =
      """
      exec 2>&1
      set -m -E
      trap 'if [ -z "$failed" ]; then failed="$BASH_COMMAND"; fi' ERR
      background=""
      """;

  private static final String END = "end of " + UUID.randomUUID();

  private final Path scripts;
  private final Process process;
  private final Writer input;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /**
   * What a block printed.
   *
   * @param output standard output and error
   * @param failed the first command that failed; empty when none did
   */
  record Outcome(String output, String failed) {}

  private Shell(Process process, Path scripts) {
    this.scripts = scripts;
    this.process = process;
    this.input = process.outputWriter(StandardCharsets.UTF_8);
    Thread.ofVirtual().start(this::read);
  }

  /**
   * @param folder to begin in
   * @param scratch for files of its own
   * @param preparation commands that come before the first block
   */
  static Shell start(Path folder, Path scratch, Map<String, String> environment, String preparation)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "--noprofile", "--norc");
    builder.environment().putAll(environment);
    Shell shell =
        new Shell(builder.directory(folder.toFile()).redirectErrorStream(true).start(), scratch);
    shell.write(PREPARATION + preparation);
    return shell;
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        lines.add(line);
      }
      lines.add(END + " ");
    } catch (IOException e) {
      lines.add(END + " " + e);
    }
  }

  /**
   * Runs commands in this shell.
   *
   * @throws AssertionError when they do not end in time, with what they printed
   */
  Outcome run(String commands, Duration within) throws IOException, InterruptedException {
    // From a file: a command that reads standard input must not get the rest of the page.
    Path file = Files.writeString(Files.createTempFile(scripts, "block", ".sh"), commands);
    write(
        "failed=; . "
            + file
            + " </dev/null; printf '\\n%s %s\\n' '"
            + END
            + "' \"${failed//$'\\n'/ }\"\n");
    StringBuilder output = new StringBuilder();
    long deadline = System.nanoTime() + within.toNanos();
    while (true) {
      String line = lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (line == null) {
        throw new AssertionError(
            "did not end within %d s:\n%s\n--- printed so far\n%s"
                .formatted(within.toSeconds(), commands, output));
      }
      if (line.startsWith(END)) {
        return new Outcome(output.toString().strip(), line.substring(END.length()).strip());
      }
      output.append(line).append('\n');
    }
  }

  /** Starts commands that end with the shell; their output is kept in {@code log}. */
  void background(String commands, Path log) throws IOException {
    write(
        "{ "
            + commands.strip()
            + "\n} </dev/null >'"
            + log
            + "' 2>&1 & background=\"$background $!\"\n");
  }

  private void write(String text) throws IOException {
    input.write(text);
    input.flush();
  }

  @Override
  public void close() {
    try {
      write("for job in $background; do kill -- -$job; done; wait; exit\n");
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
