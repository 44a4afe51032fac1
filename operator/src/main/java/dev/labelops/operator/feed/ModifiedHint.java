package dev.labelops.operator.feed;

import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether LastModifiedTime moves when counters move, which no document says, and from when on a
 * list of modified jobs would miss nothing. It is believed once it was seen to move with a counter,
 * and never again once a counter moved without it. Not safe for use by several threads.
 */
final class ModifiedHint {
  /** Lists may lag behind. */
  static final Duration OVERLAP = Duration.ofSeconds(5);

  /**
   * Our clock and the service's may differ; what is modified no more leaves the list after that.
   */
  static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

  private boolean confirmed;
  private boolean refuted;
  private Instant newest = Instant.EPOCH;
  private Instant sinceBegin = Instant.EPOCH;
  private Optional<Instant> complete = Optional.empty();

  /** A sweep of the lists begins. */
  void begin(Instant now) {
    Instant bySeen = newest.minus(OVERLAP);
    Instant byClock = now.minus(CLOCKS_DIFFER);
    sinceBegin = bySeen.isAfter(byClock) ? bySeen : byClock;
  }

  /**
   * Takes one entry of a list.
   *
   * @param before as it was listed before, null when it was not
   */
  void listed(RemoteLabelingJob before, RemoteLabelingJob now) {
    if (now.lastModifiedTime().isAfter(newest)) {
      newest = now.lastModifiedTime();
    }
    boolean counted =
        before != null
            && before.state() == now.state()
            && !before.counters().equals(now.counters());
    if (counted) {
      boolean moved = now.lastModifiedTime().isAfter(before.lastModifiedTime());
      confirmed |= moved;
      refuted |= !moved;
    }
  }

  /** The sweep has seen what it was for; what came meanwhile is seen again next time. */
  void complete() {
    complete = Optional.of(sinceBegin);
  }

  /** LastModifiedTimeAfter of the next list of modified jobs; empty while it is not believed. */
  Optional<Instant> after() {
    return complete.filter(since -> confirmed && !refuted);
  }
}
