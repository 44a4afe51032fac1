package dev.labelops.engine.labeling;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Pace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * An engine in a process of its own whose leases are as long as a test wants, and whose learner
 * never ends while the data folder holds the file {@code hold}: it says so with a file {@code
 * learning}.
 */
final class LearningEngine {
  private static final String NO_DATABASE = "h2";

  private LearningEngine() {}

  /** Starts one, with a database of its own or with the PostgreSQL of this URL. */
  static EngineProcess start(Path data, Optional<String> url, Duration lease) throws IOException {
    return EngineProcess.start(
        LearningEngine.class,
        List.of(data.toString(), url.orElse(NO_DATABASE), Long.toString(lease.toMillis())),
        List.of());
  }

  static EngineSettings settings(Path data, Optional<String> url, Duration lease) {
    Pace plain = Pace.DEFAULT;
    return EngineSettings.local(data)
        .with(
            s -> {
              s.databaseUrl = url;
              s.pace =
                  new Pace(
                      plain.initializing(),
                      plain.workforceInitializing(),
                      plain.stopping(),
                      plain.tick(),
                      lease);
            });
  }

  public static void main(String[] arguments) throws InterruptedException {
    Path data = Path.of(arguments[0]);
    Optional<String> url = Optional.of(arguments[1]).filter(text -> !text.equals(NO_DATABASE));
    Duration lease = Duration.ofMillis(Long.parseLong(arguments[2]));
    Engine engine = Engine.start(settings(data, url, lease), (job, round) -> learn(data));
    System.out.printf("LabelOps engine at %s, data in %s.%n", engine.address(), data);
    new CountDownLatch(1).await();
  }

  private static MachineLabels learn(Path data) {
    try {
      if (Files.exists(data.resolve("hold"))) {
        Files.writeString(data.resolve("learning"), "");
        new CountDownLatch(1).await();
      }
      return MachineLabels.NOTHING;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
