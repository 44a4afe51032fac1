package dev.labelops.demo.process;

import java.util.Set;
import java.util.TreeSet;

/** What a user wants of one LabelingJob, and what the user has wanted of it before. */
final class DesiredJob {
  final String name;

  /** Whether the object is wanted at all. */
  boolean present;

  int run = 1;
  int title = 1;
  boolean stop;
  boolean paused;

  /** Every run that was applied: each may have cost one labeling job, and only one. */
  final Set<Integer> runs = new TreeSet<>();

  /** Runs during which a stop or a deletion was wished: their jobs may have ended. */
  final Set<Integer> withdrawn = new TreeSet<>();

  DesiredJob(String name) {
    this.name = name;
  }

  @Override
  public String toString() {
    return "%s: %s run=%d stop=%s paused=%s withdrawn=%s"
        .formatted(name, present ? "wanted" : "not wanted", run, stop, paused, withdrawn);
  }
}
