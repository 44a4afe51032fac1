package dev.labelops.engine.labeling;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineProcess;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Outcome.Choice;
import dev.labelops.engine.labeling.learning.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/**
 * An engine in a process of its own whose leases are as long as a test wants, with a scripted
 * learner that waits in each phase of a round as long as the data folder holds the phase's file.
 */
final class LearningEngine {
  /** Objects that the first round leaves to people, and those that it leaves open besides. */
  static final int CHOSEN = 20;

  private static final int AT_THE_END = 30;
  private static final int MOST_OPEN_AT_THE_END = 100;

  /** More than one part. */
  private static final int MODEL_BYTES = 300_000;

  private static final String NO_DATABASE = "h2";

  private LearningEngine() {}

  /** Starts one, with a database of its own or with the PostgreSQL of this URL. */
  static EngineProcess start(Path data, Optional<String> url, Duration lease, String... options)
      throws IOException {
    return EngineProcess.start(
        LearningEngine.class,
        List.of(data.toString(), url.orElse(NO_DATABASE), Long.toString(lease.toMillis())),
        List.of(options));
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
    Engine engine =
        Engine.start(settings(data, url, lease), LearnableText.TYPES, round -> learn(data, round));
    System.out.printf("LabelOps engine at %s, data in %s.%n", engine.address(), data);
    new CountDownLatch(1).await();
  }

  /** Where a round waits while the test holds it there. */
  enum Phase {
    /** Round 0. */
    FEATURES,
    /** Labels are written. */
    LABELS,
    /** The model is written, too. */
    MODEL,
    /** Nothing is left to do for the learner. */
    LEARNED;

    private Path hold(Path data) {
      return data.resolve("hold-" + name());
    }

    private Path reached(Path data) {
      return data.resolve("reached-" + name());
    }

    /** Lets rounds wait here. */
    void hold(Path data, boolean held) throws IOException {
      if (held) {
        Files.writeString(hold(data), "");
      } else {
        Files.delete(hold(data));
      }
    }

    /** Whether a round waits or waited here. */
    boolean isReached(Path data) {
      return Files.exists(reached(data));
    }

    private void pass(Path data) throws IOException {
      while (Files.exists(hold(data))) {
        Files.writeString(reached(data), "");
        LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
      }
    }
  }

  /** Labels most of what is open and chooses some of the rest for people; then labels the rest. */
  private static Outcome learn(Path data, Round round) throws IOException {
    if (round.number() == 0) {
      Phase.FEATURES.pass(data);
      return LearnableText.nothing(round);
    }
    List<Integer> open = LearnableText.open(round);
    int left = open.size() > MOST_OPEN_AT_THE_END ? CHOSEN + AT_THE_END : 0;
    round.progress("Labeling " + (open.size() - left) + " objects.");
    open.subList(left, open.size()).forEach(id -> round.label(id, LearnableText.label(id % 2)));
    Phase.LABELS.pass(data);
    round.model(out -> out.write(model(round)));
    Phase.MODEL.pass(data);
    List<Choice> next = LearnableText.training(open.subList(0, Math.min(left, CHOSEN)));
    Phase.LEARNED.pass(data);
    return LearnableText.outcome(round, true, next, 0.1);
  }

  private static byte[] model(Round round) {
    byte[] model = new byte[MODEL_BYTES];
    new Random(round.number()).nextBytes(model);
    return model;
  }
}
