package dev.labelops.engine.learning;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.LearningSettings.Runner;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.run.LearningRun;
import dev.labelops.engine.labeling.run.LearningRunner;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.s3.ObjectStores;
import dev.labelops.engine.store.Database;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Opens what does the learning runs of an engine. */
@FunctionalInterface
public interface LearningRunners {
  /** Everything goes to people. */
  LearningRunners NONE = (settings, database, types, objects, clock) -> Optional.empty();

  /**
   * @return empty for an engine that has no learning runs
   * @throws Refused when the settings cannot work
   */
  Optional<LearningRunner> open(
      EngineSettings settings,
      Database database,
      TaskTypes types,
      ObjectStores objects,
      Clock clock);

  /** Settings that cannot work, in a sentence. */
  final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message);
    }
  }

  /** Runs in the engine's own process: a crash of a native library would end the engine. */
  static LearningRunners inProcess(Learner learner) {
    return learner == Learner.NONE
        ? NONE
        : (settings, database, types, objects, clock) ->
            Optional.of(
                new LearningRun(
                    database.runs(), types, objects, learner, clock, settings.pace().lease()));
  }

  /**
   * Runs where the settings say.
   *
   * @param program what a run is on this machine
   */
  static LearningRunners asConfigured(LearnProgram program) {
    return (settings, database, types, objects, clock) -> {
      check(settings, program);
      return Optional.of(
          switch (settings.learning().runner()) {
            case Runner.ChildProcess process ->
                new ProcessRunner(settings, program, database, clock);
            case Runner.KubernetesJob(Path template) ->
                new KubernetesRunner(
                    new KubernetesClientBuilder().build(),
                    template(template),
                    settings,
                    database,
                    clock);
          });
    };
  }

  private static LearningJob template(Path file) {
    try {
      return LearningJob.read(file);
    } catch (IllegalArgumentException e) {
      throw new Refused(e.getMessage());
    }
  }

  /** A user's network may crash what opens it, so another process does. */
  private static void check(EngineSettings settings, LearnProgram program) {
    LearnerSettings learner = settings.learning().learner();
    List<String> folders =
        Stream.of(learner.backbone(), learner.textBackbone())
            .flatMap(Optional::stream)
            .map(Path::toString)
            .toList();
    if (folders.isEmpty()) {
      return;
    }
    try (ScratchFolder scratch = ScratchFolder.create(learner.cacheFolder(), "check")) {
      Process process = program.startCheck(settings, scratch.path());
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      if (status != LearnExit.ENDED) {
        throw new Refused(
            status == LearnExit.NO_BACKBONE
                ? said.lines().reduce((first, second) -> second).orElse("")
                : "The process that opened %s ended with %s.%n%s"
                    .formatted(String.join(" and ", folders), LearnExit.describe(status), said));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the check of the backbone cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the backbone was checked", e);
    }
  }
}
