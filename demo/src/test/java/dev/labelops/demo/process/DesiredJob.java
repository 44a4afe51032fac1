package dev.labelops.demo.process;

import java.util.Set;
import java.util.TreeSet;

/** The desired state of one LabelingJob, and its earlier desired states. */
final class DesiredJob {
  final String name;

  /** Whether the object should exist. */
  boolean present;

  int run = 1;
  int title = 1;
  boolean stop;
  boolean paused;

  /** Every run that was applied: each may have cost one labeling job, and only one. */
  final Set<Integer> runs = new TreeSet<>();

  /** Runs during which a stop or a deletion was requested: their jobs may have ended. */
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
