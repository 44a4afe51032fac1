package dev.labelops.engine.labeling.learning;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What a learner works with.
 *
 * @param backbone folder of the user's pretrained network; empty for the one of the build, if it
 *     has one
 * @param useBackbone false to work without a pretrained network
 * @param textBackbone folder of the user's pretrained network for texts; none is in the build
 * @param cacheFolder for the features of objects; created when absent; processes may share it
 * @param cacheBytes most bytes of the folder
 * @param threads that compute at the same time, at least 1
 * @param memoryBytes heap that features may take, besides what one image takes on each thread
 * @param targets quality of machine labels
 */
public record LearnerSettings(
    Optional<Path> backbone,
    boolean useBackbone,
    Optional<Path> textBackbone,
    Path cacheFolder,
    long cacheBytes,
    int threads,
    long memoryBytes,
    Targets targets) {

  public LearnerSettings {
    if (threads < 1 || cacheBytes < 0 || memoryBytes < 0) {
      throw new IllegalArgumentException(
          "A learner needs a thread, and sizes of at least 0; threads %d, cache %d, memory %d"
              .formatted(threads, cacheBytes, memoryBytes));
    }
  }

  /** Without a network for texts. */
  public LearnerSettings(
      Optional<Path> backbone,
      boolean useBackbone,
      Path cacheFolder,
      long cacheBytes,
      int threads,
      long memoryBytes,
      Targets targets) {
    this(
        backbone,
        useBackbone,
        Optional.empty(),
        cacheFolder,
        cacheBytes,
        threads,
        memoryBytes,
        targets);
  }

  public LearnerSettings withTextBackbone(Path folder) {
    return new LearnerSettings(
        backbone,
        useBackbone,
        Optional.of(folder),
        cacheFolder,
        cacheBytes,
        threads,
        memoryBytes,
        targets);
  }
}
