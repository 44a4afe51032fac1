package dev.labelops.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An engine in a process of its own, to be killed without a word. */
public record EngineProcess(Process process, URI address) implements AutoCloseable {
  private static final Pattern ADDRESS = Pattern.compile("LabelOps engine at (http://\\S+),");

  /**
   * Starts an engine and waits until it says its address.
   *
   * @param data its data folder
   * @param options further options of the JVM
   * @throws AssertionError when it ends before
   */
  public static EngineProcess start(Path data, String... options) throws IOException {
    return start(
        EngineMain.class, List.of("--port", "0", "--data", data.toString()), List.of(options));
  }

  /**
   * Like {@link #start(Path, String...)}, with another main class that says its address as the
   * engine does.
   */
  public static EngineProcess start(Class<?> main, List<String> arguments, List<String> options)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Half the processor time of a start: this engine does not live long enough to gain from what
    // the optimizing compiler and a parallel collector do.
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = ADDRESS.matcher(line);
      if (matcher.find()) {
        return new EngineProcess(process, URI.create(matcher.group(1)));
      }
    }
    throw new AssertionError("the engine ended without saying its address");
  }

  /** Kills it, if it still lives, and waits for its death. */
  @Override
  public void close() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }
}
