package dev.labelops.demo.drive;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Lines for the person at the terminal, each with the seconds since the JVM started. */
final class Terminal {
  private final Instant start =
      ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

  synchronized void print(String line) {
    System.out.println(String.format(Locale.ROOT, "%6.1f s  %s", seconds(), line));
  }

  /** One decimal. */
  double seconds() {
    return Math.round(Duration.between(start, Instant.now()).toMillis() / 100.0) / 10.0;
  }
}
