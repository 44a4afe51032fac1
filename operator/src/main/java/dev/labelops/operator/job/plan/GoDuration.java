package dev.labelops.operator.job.plan;

import java.time.Duration;
import java.util.Locale;

/**
 * Durations as Kubernetes users write them: {@code 30s}, {@code 5m}, {@code 720h}, {@code 1h30m}.
 */
public final class GoDuration {
  private GoDuration() {}

  /** Parses what the schema's pattern accepts. */
  public static Duration parse(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }
}
