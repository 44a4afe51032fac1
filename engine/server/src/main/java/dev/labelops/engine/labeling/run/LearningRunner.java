package dev.labelops.engine.labeling.run;

import java.time.Instant;
import java.util.Optional;

/** Where learning runs are done: in this process, in one of their own, on a cluster. */
public interface LearningRunner extends AutoCloseable {
  /**
   * Does the run, and returns when that has come to an end in whatever way. Several are done at
   * once. The engine calls it again for a run that has not ended.
   *
   * @param runId a run of kind {@code LEARNING}
   * @return when to try again, because something was out of reach or another process has it; empty
   *     when the run has ended
   */
  Optional<Instant> execute(String runId);

  /** How many runs are done at once. */
  default int atOnce() {
    return 2;
  }

  /**
   * Asks what it started to end, and begins nothing more: runs in progress return soon, and another
   * engine continues them. Those in this process are not interrupted.
   */
  default void stop() {}

  /** Ends what it started besides the runs in progress. */
  @Override
  void close();
}
