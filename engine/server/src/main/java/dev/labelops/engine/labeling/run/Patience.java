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

  /** FailureReason of a job that is given up. Messages of other errors may hold content. */
  static String reason(Throwable error, StepTries tries) {
    String what =
        outOfReach(error) && message(error) != null || error instanceof Error
            ? name(error) + ": " + message(error)
            : name(error);
    return ("InternalServerError: A step of the labeling job failed %d times, last with %s. The"
            + " engine's log has the details. Fix what it names and start another labeling job.")
        .formatted(tries.failed(), what);
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
