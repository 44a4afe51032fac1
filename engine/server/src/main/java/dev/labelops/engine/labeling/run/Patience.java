package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.StepTries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** How long a step of a job that fails is tried again, and what is said when it is not. Pure. */
final class Patience {
  /** Errors of one step after which another try would be the same again. */
  static final int MOST_FAILURES = 5;

  /** Times that the engine may end within one step; more look like the step's fault. */
  static final int MOST_DEATHS = 20;

  /** How long objects or the database may be out of reach. */
  static final Duration OUT_OF_REACH = Duration.ofHours(24);

  /** Processes that may end within one learning round. */
  static final int MOST_DEATHS_OF_A_ROUND = 5;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final String WRONG_DATA = "22";
  private static final String BROKEN_CONSTRAINT = "23";

  private Patience() {}

  /** The pause before the next try; empty when there must be none. */
  static Optional<Duration> afterError(Throwable error, StepTries tries, Instant now) {
    boolean over =
        outOfReach(error)
            ? tries.failingSince().orElse(now).plus(OUT_OF_REACH).isBefore(now)
            : tries.failed() >= MOST_FAILURES;
    if (over) {
      return Optional.empty();
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(10, Math.max(0, tries.failed() - 1)));
    return Optional.of(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
  }

  /** Whether the engine ended in this step too often to start it again. */
  static boolean endedTheEngine(StepTries tries) {
    return tries.begun() - 1 - tries.failed() >= MOST_DEATHS;
  }

  /** The pause before the next try of a learning round; empty when the round has failed. */
  static Optional<Duration> ofRound(Throwable error, StepTries tries, Instant now) {
    StepTries withThis =
        new StepTries(
            tries.begun(), tries.failed() + 1, tries.failingSince().or(() -> Optional.of(now)));
    return outOfReach(error) ? afterError(error, withThis, now) : Optional.empty();
  }

  /** Whether processes ended in this learning round too often to begin it again. */
  static boolean endedTheProcess(StepTries tries) {
    return tries.begun() - 1 - tries.failed() >= MOST_DEATHS_OF_A_ROUND;
  }

  /** Why a learning round failed. Messages of other errors may hold content. */
  static String roundReason(Throwable error) {
    return what(error) + ". The engine's log has the details.";
  }

  /** Why a learning round failed that ended its process time after time. */
  static String endedRoundReason() {
    return "its process ended %d times. Give it more memory.".formatted(MOST_DEATHS_OF_A_ROUND);
  }

  /**
   * @param how the process ended last
   */
  static String endedRoundReason(String how) {
    return "its process ended %d times, the last time: %s. Give it more memory."
        .formatted(MOST_DEATHS_OF_A_ROUND, how);
  }

  /** FailureReason of a job that is given up. Messages of other errors may hold content. */
  static String reason(Throwable error, StepTries tries) {
    return ("InternalServerError: A step of the labeling job failed %d times, last with %s. The"
            + " engine's log has the details. Fix what it names and start another labeling job.")
        .formatted(tries.failed(), what(error));
  }

  private static String what(Throwable error) {
    return outOfReach(error) && message(error) != null || error instanceof Error
        ? name(error) + ": " + message(error)
        : name(error);
  }

  /** FailureReason of a job whose step ended the engine time after time. */
  static String endedReason() {
    return ("InternalServerError: The engine ended %d times within one step of this labeling job."
            + " Give it more memory, or split the job, and start another labeling job.")
        .formatted(MOST_DEATHS);
  }

  private static boolean outOfReach(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof SQLException sql) {
        String state = sql.getSQLState() == null ? "" : sql.getSQLState();
        return !state.startsWith(WRONG_DATA) && !state.startsWith(BROKEN_CONSTRAINT);
      }
    }
    return error instanceof IOException || error instanceof UncheckedIOException;
  }

  private static String message(Throwable error) {
    return error instanceof IOException || error instanceof Error ? error.getMessage() : null;
  }

  private static String name(Throwable error) {
    return error.getClass().getSimpleName();
  }
}
