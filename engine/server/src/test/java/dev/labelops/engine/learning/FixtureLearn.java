package dev.labelops.engine.learning;

import dev.labelops.engine.Engine;
import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.LearnCommand;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.learning.Round;
import dev.labelops.engine.labeling.task.Learnable;
import dev.labelops.groundtruth.RoundReport;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/**
 * The engine's program with a learner that needs no time: from round 1 on it labels everything that
 * is open. Files in the data folder tell it otherwise: while {@code hold} is there it does not end,
 * {@code crash} ends its process. Each attempt leaves a file {@code attempt-<round>-<process id>}.
 */
public final class FixtureLearn {
  static final String CLASS = "good";

  private FixtureLearn() {}

  /** {@code learn ...} as the engine's; {@code engine <data>} starts an engine that uses it. */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments[0].equals("engine")) {
      Path data = Path.of(arguments[1]);
      Engine engine = Engine.start(EngineSettings.local(data), program());
      System.out.printf("LabelOps engine at %s, data in %s.%n", engine.address(), data);
      new CountDownLatch(1).await();
    }
    System.exit(
        new CommandLine(new LearnCommand(FixtureLearn::learner))
            .execute(Arrays.copyOfRange(arguments, 1, arguments.length)));
  }

  static LearnProgram program() {
    return new LearnProgram(FixtureLearn.class.getName());
  }

  static Learner learner(LearnerSettings settings) {
    Path data = settings.cacheFolder().toAbsolutePath().getParent();
    return round -> learn(round, data);
  }

  private static Outcome learn(Round round, Path data) throws IOException {
    Files.writeString(
        data.resolve("attempt-%d-%d".formatted(round.number(), ProcessHandle.current().pid())), "");
    round.log("process " + ProcessHandle.current().pid());
    System.out.println("said by the learner of round " + round.number());
    if (round.number() > 0) {
      if (Files.exists(data.resolve("crash"))) {
        Runtime.getRuntime().halt(134);
      }
      if (Files.exists(data.resolve("hold"))) {
        hold(data.resolve("hold"));
      }
      label(round);
    }
    return new Outcome(round.number() > 0, List.of(), Set.of(), report(round.number()));
  }

  private static void hold(Path file) {
    try {
      while (Files.exists(file)) {
        Thread.sleep(50);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void label(Round round) throws IOException {
    Learnable.Classes classes = (Learnable.Classes) round.type().learnable().orElseThrow();
    round.entries().stream()
        .filter(Round.Entry::open)
        .limit(round.labelBudget())
        .forEach(open -> round.label(open.id(), classes.write(CLASS, .9, round.labels())));
    round.progress("labeled what was open");
    round.model(out -> out.write("model".getBytes(StandardCharsets.UTF_8)));
  }

  private static RoundReport report(int round) {
    return new RoundReport(
        round,
        "accuracy",
        .95,
        0,
        0,
        List.of(),
        null,
        null,
        null,
        null,
        0,
        null,
        0,
        0,
        "a fixture",
        null,
        0);
  }

  /** Process ids of the attempts of a round, oldest first. */
  static List<Long> attempts(Path data, int round) throws IOException {
    String prefix = "attempt-%d-".formatted(round);
    try (var files = Files.list(data)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .sorted(java.util.Comparator.comparing(file -> file.toFile().lastModified()))
          .map(file -> Long.valueOf(file.getFileName().toString().substring(prefix.length())))
          .toList();
    }
  }

  static Optional<ProcessHandle> running(Path data, int round) throws IOException {
    return attempts(data, round).stream()
        .map(ProcessHandle::of)
        .flatMap(Optional::stream)
        .filter(ProcessHandle::isAlive)
        .findFirst();
  }
}
