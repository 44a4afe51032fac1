package dev.labelops.engine.learning;

/** Exit statuses of {@code learn}; 2 says that an option is wrong, 128 + n that signal n came. */
public final class LearnExit {
  /** The run has ended, and its result is in the database. */
  public static final int ENDED = 0;

  /** An error that nobody expected. */
  public static final int FAILED = 1;

  /** Another process has the run, or it is to be tried later. */
  public static final int NOT_NOW = 4;

  /** There is no such run. */
  public static final int NO_RUN = 5;

  /** The database or the objects cannot be opened. */
  public static final int NO_DATABASE = 6;

  /** The backbone cannot be used. */
  public static final int NO_BACKBONE = 7;

  private static final int SIGNALS = 128;
  private static final int SIGKILL = 9;

  private LearnExit() {}

  /** What the end of a process says, for people. */
  static String describe(int status) {
    if (status == SIGNALS + SIGKILL) {
      return "killed, as a system does that is short of memory";
    }
    return status > SIGNALS ? "signal " + (status - SIGNALS) : "exit status " + status;
  }
}
