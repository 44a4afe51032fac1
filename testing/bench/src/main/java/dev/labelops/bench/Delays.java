package dev.labelops.bench;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Measured times. */
record Delays(List<Duration> sorted) {
  Delays {
    if (sorted.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
  }

  static Delays of(Collection<Duration> measured) {
    return new Delays(measured.stream().sorted().toList());
  }

  /** By the nearest-rank method: a value that was measured. */
  Duration percentile(int percent) {
    int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
    return sorted.get(Math.max(1, rank) - 1);
  }
}
