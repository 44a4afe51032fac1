package dev.labelops.testcluster;

/** Lines for the person who waits. They go to standard error: standard output belongs to tools. */
final class Progress {

  private Progress() {}

  static void say(String line) {
    System.err.println("[testcluster] " + line);
  }
}
