package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Counters;
import dev.labelops.engine.labeling.job.JobSpec;

/** How many more objects may be labeled under a job's stopping conditions. Pure. */
final class BatchSize {
  private BatchSize() {}

  /** Objects that the next batch may hold at most; 0 when a stopping condition is met. */
  static int ofPeople(JobSpec spec, Counters counters) {
    int byCount =
        spec.maxHumanLabeledObjects().isPresent()
            ? spec.maxHumanLabeledObjects().getAsInt() - counters.human()
            : Integer.MAX_VALUE;
    int most = Math.min(byCount, ofAnybody(spec, counters));
    return Math.max(0, Math.min(most, spec.maxConcurrentTasks()));
  }

  /**
   * Objects that may be labeled at most, by people or by machine: the percentage counts every
   * label, also those that were labeled in the input, rounded up to whole objects.
   */
  static int ofAnybody(JobSpec spec, Counters counters) {
    if (spec.maxPercentLabeled().isEmpty()) {
      return Math.max(0, counters.unlabeled());
    }
    long wanted =
        Math.ceilDiv((long) counters.objects() * spec.maxPercentLabeled().getAsInt(), 100L);
    return (int) Math.max(0, Math.min(wanted - counters.labeled(), counters.unlabeled()));
  }
}
