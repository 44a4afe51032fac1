package dev.labelops.engine.labeling.job;

/** The kinds of runs, by how long they take; each has its own queue and its own threads. */
public enum RunKind {
  /** A step of a labeling job that is short: publish or close a batch, check a deadline. */
  STEP("run_queue_step"),
  /** A step of a labeling job that reads or writes files as long as its manifest. */
  FILES("run_queue_files"),
  /** One learning round of one job. */
  LEARNING("run_queue_learning");

  private final String table;

  RunKind(String table) {
    this.table = table;
  }

  /** The queue's table. */
  public String table() {
    return table;
  }
}
