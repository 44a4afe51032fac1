package dev.labelops.operator.feed;

import dev.labelops.operator.config.OperatorSettings;
import java.time.Duration;

/**
 * How long to wait between two sweeps: a tenth of the time since the last news, so that busy jobs
 * are seen at once and quiet ones cost little, and never more than half of the calls budget.
 */
final class FeedPace {
  private static final int SHARE_OF_QUIET_TIME = 10;
  private static final int MOST_DOUBLINGS = 16;

  private FeedPace() {}

  /**
   * @param callsPerSweep calls that the last sweep made
   * @param sinceNews time since a sweep last woke an object or an object was first watched
   * @param failedSweeps in a row; each doubles the pause up to the longest interval
   */
  static Duration pause(
      OperatorSettings.Feed settings, int callsPerSweep, Duration sinceNews, int failedSweeps) {
    Duration affordable =
        Duration.ofMinutes(1).multipliedBy(2L * callsPerSweep).dividedBy(settings.callsPerMinute());
    Duration wanted = longer(settings.shortestInterval(), sinceNews.dividedBy(SHARE_OF_QUIET_TIME));
    Duration backedOff = wanted.multipliedBy(1L << Math.min(failedSweeps, MOST_DOUBLINGS));
    return longer(affordable, shorter(settings.longestInterval(), backedOff));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
