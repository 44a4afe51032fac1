package dev.labelops.operator.job;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Pace;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** An engine with a {@link ScriptedLearner} in a process of its own, to be killed. */
final class ScriptedEngine {
  /** What the process says when it answers, before its address. */
  private static final String READY = "engine at ";

  private ScriptedEngine() {}

  /** Its data folder also holds the files of the learner. Runs of a killed engine go on soon. */
  static EngineSettings settings(Path folder) {
    Pace plain = Pace.DEFAULT;
    return EngineSettings.local(folder)
        .with(
            s ->
                s.pace =
                    new Pace(
                        plain.initializing(),
                        plain.workforceInitializing(),
                        plain.stopping(),
                        plain.tick(),
                        Duration.ofSeconds(3)));
  }

  /** Arguments: data folder, port. */
  public static void main(String[] arguments) throws InterruptedException {
    Path folder = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    Engine engine =
        Engine.start(settings(folder).with(s -> s.port = port), new ScriptedLearner(folder));
    System.out.println(READY + engine.address());
    new CountDownLatch(1).await();
  }

  /** A process, and where it answers. */
  record Running(Process process, URI address) {
    /** As {@code kill -9} does it. */
    void kill() {
      try {
        process.destroyForcibly().waitFor();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /**
   * Starts the process and waits until it answers.
   *
   * @param port 0 for any
   */
  static Running start(Path folder, int port) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedEngine.class.getName(),
                folder.toString(),
                Integer.toString(port))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return new Running(process, URI.create(line.substring(READY.length())));
      }
    }
    throw new AssertionError("the engine ended without saying its address");
  }
}
