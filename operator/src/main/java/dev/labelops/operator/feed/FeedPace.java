package dev.labelops.operator.feed;

import dev.labelops.operator.config.OperatorSettings;
import java.time.Duration;

/**
 * How long to wait between two looks: a share of the time since the last news, so that busy jobs
 * are seen soon and quiet ones cost little, and never more than three quarters of the calls budget.
 * Who acts has the rest, and never waits for more than one look: both draw from one bucket.
 */
final class FeedPace {
  private static final int SWEEPS_IN_QUIET_TIME = 10;

  /** A quick sweep of quiet jobs is one call, however many there are. */
  private static final int QUICK_SWEEPS_IN_QUIET_TIME = 40;

  private static final int MOST_DOUBLINGS = 16;

  private FeedPace() {}

  /**
   * Between two sweeps that are all there is.
   *
   * @param callsPerSweep calls that the last sweep made
   * @param sinceNews time since a sweep last woke an object or an object was first watched
   * @param failedSweeps in a row; each doubles the pause up to the longest interval
   */
  static Duration pause(
      OperatorSettings.Feed settings, int callsPerSweep, Duration sinceNews, int failedSweeps) {
    Duration backedOff =
        wanted(settings, sinceNews, SWEEPS_IN_QUIET_TIME)
            .multipliedBy(1L << Math.min(failedSweeps, MOST_DOUBLINGS));
    return longer(
        affordable(settings, callsPerSweep, 3), shorter(settings.longestInterval(), backedOff));
  }

  /**
   * Between two quick sweeps of the modified jobs, which have half of the budget: {@link
   * QuickSweepAllowance}.
   */
  static Duration betweenQuickSweeps(OperatorSettings.Feed settings, Duration sinceNews) {
    return shorter(
        settings.longestInterval(), wanted(settings, sinceNews, QUICK_SWEEPS_IN_QUIET_TIME));
  }

  /**
   * Between two sweeps that only confirm what quick sweeps say, which have a quarter of the budget.
   */
  static Duration betweenConfirmations(OperatorSettings.Feed settings, int callsPerSweep) {
    return longer(affordable(settings, callsPerSweep, 1), settings.longestInterval());
  }

  private static Duration wanted(
      OperatorSettings.Feed settings, Duration sinceNews, int looksInQuietTime) {
    return longer(settings.shortestInterval(), sinceNews.dividedBy(looksInQuietTime));
  }

  /**
   * @param quarters of the budget
   */
  private static Duration affordable(OperatorSettings.Feed settings, int calls, int quarters) {
    return Duration.ofMinutes(4L * calls).dividedBy((long) quarters * settings.callsPerMinute());
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
