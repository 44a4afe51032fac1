package dev.labelops.engine;

import dev.labelops.engine.labeling.learning.LearnerSettings;
import dev.labelops.engine.labeling.learning.Targets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How automated labeling learns, and where.
 *
 * @param learner what a learning run works with
 * @param runner where learning runs work
 */
public record LearningSettings(LearnerSettings learner, Runner runner) {
  static final long CACHE_BYTES = 2L << 30;
  static final long MEMORY_BYTES = 640L << 20;

  /** Of the heap, for features; the rest is for an image, models and rows of the database. */
  private static final int PART_FOR_FEATURES = 4;

  /** Where a learning run works. */
  public sealed interface Runner {
    /**
     * Beside the engine, as a process of its own.
     *
     * @param memoryBytes of its heap
     */
    record ChildProcess(long memoryBytes) implements Runner {}

    /**
     * On the cluster that the engine runs in.
     *
     * @param template YAML file of the Job
     */
    record KubernetesJob(Path template) implements Runner {}
  }

  /** Everything as without an option. */
  public static LearningSettings local(Path dataFolder) {
    return new LearningSettings(
        new LearnerSettings(
            Optional.empty(),
            true,
            defaultCache(dataFolder),
            CACHE_BYTES,
            defaultThreads(),
            memoryForFeatures(),
            Targets.DEFAULT),
        new Runner.ChildProcess(MEMORY_BYTES));
  }

  static Path defaultCache(Path dataFolder) {
    return dataFolder.resolve("learning-cache");
  }

  static int defaultThreads() {
    return Math.min(2, Runtime.getRuntime().availableProcessors());
  }

  /** For a learner in this process. */
  static long memoryForFeatures() {
    return Runtime.getRuntime().maxMemory() / PART_FOR_FEATURES;
  }
}
