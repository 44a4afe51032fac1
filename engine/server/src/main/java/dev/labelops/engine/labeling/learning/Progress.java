package dev.labelops.engine.labeling.learning;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** "Computing features of images: 412 of 1,000", at most once a second, and at the end. */
final class Progress {
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Round round;
  private final String what;
  private final int all;
  private int done;
  private long last;

  Progress(Round round, String what, int all) {
    this.round = round;
    this.what = what;
    this.all = all;
    this.last = System.nanoTime() - PAUSE;
  }

  void step() {
    done++;
    long now = System.nanoTime();
    if (done == all || now - last >= PAUSE) {
      last = now;
      round.progress(String.format(Locale.ROOT, "%s: %,d of %,d", what, done, all));
    }
  }
}
