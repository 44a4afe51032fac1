package dev.labelops.operator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QuickSweepAllowanceTest {
  private final AtomicLong now = new AtomicLong();

  /** 100 calls a minute are for quick sweeps. */
  private final QuickSweepAllowance allowance =
      new QuickSweepAllowance(
          200,
          new TimeMeter() {
            @Override
            public long currentTimeNanos() {
              return now.get();
            }

            @Override
            public boolean isWallClockBased() {
              return false;
            }
          });

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  @Test
  void aLongListAfterCalmNeedsNoRest() {
    allowance.spent(10);
    assertThat(allowance.untilNext()).isZero();
  }

  @Test
  void whatWasNotSavedUpIsPaidForAfterwards() {
    allowance.spent(10);
    allowance.spent(10);
    assertThat(allowance.untilNext())
        .as("four calls of debt and the next one, at 100 a minute")
        .isEqualTo(Duration.ofSeconds(3));
    pass(Duration.ofSeconds(3));
    assertThat(allowance.untilNext()).isZero();
  }

  @Test
  void tenSecondsWorthIsSavedUpAtMost() {
    pass(Duration.ofHours(1));
    allowance.spent(16);
    assertThat(allowance.untilNext()).isPositive();
  }

  @Test
  void overAMinuteHalfOfTheBudgetIsSpent() {
    Duration end = Duration.ofMinutes(1);
    int calls = 0;
    while (now.get() < end.toNanos()) {
      allowance.spent(10);
      calls += 10;
      pass(allowance.untilNext().plusMillis(1));
    }
    assertThat(calls).isBetween(100, 100 + 16 + 10);
  }
}
