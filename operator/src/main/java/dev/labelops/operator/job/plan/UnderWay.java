package dev.labelops.operator.job.plan;

import java.time.Duration;

/** Requests to create a labeling job whose effect is not seen yet. */
public final class UnderWay {
  /**
   * A request takes effect within this time after it can last have been sent, or never (ADR 13). So
   * only a check that begins later shows that it created nothing.
   */
  public static final Duration LONGEST = Duration.ofSeconds(30);

  private UnderWay() {}
}
