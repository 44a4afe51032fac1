package dev.labelops.operator.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.config.OperatorSettings;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeedPaceTest {
  /** Three quarters of the budget, 150 calls a minute, is the feed's. */
  private static final OperatorSettings.Feed SETTINGS =
      new OperatorSettings.Feed(200, Duration.ofSeconds(5), Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({
    "busy jobs are looked at often,                       3,    0, 0, 5000",
    "a minute of silence is a pause of six seconds,       1,   60, 0, 6000",
    "a job that waits for people for hours costs little,  1, 7200, 0, 60000",
    "a hundred pages take forty seconds of the feed's share,  100,    0, 0, 40000",
    "the budget wins over the longest interval,         200, 7200, 0, 80000",
    "a failure doubles,                                   1,    0, 1, 10000",
    "and doubles again,                                   1,    0, 3, 40000",
    "up to the longest interval,                          1,    0, 9, 60000",
    "however long it lasts,                               1,    0, 999999, 60000"
  })
  void pause(String reason, int calls, long quietSeconds, int failed, long milliseconds) {
    assertThat(FeedPace.pause(SETTINGS, calls, Duration.ofSeconds(quietSeconds), failed))
        .as(reason)
        .isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "busy jobs are looked at often,      0,     5000",
    "and after some minutes of silence,  120,   5000",
    "quiet ones more seldom,             600,  15000",
    "who waits for hours rarely,         7200, 60000"
  })
  void betweenQuickSweeps(String reason, long quietSeconds, long milliseconds) {
    assertThat(FeedPace.betweenQuickSweeps(SETTINGS, Duration.ofSeconds(quietSeconds)))
        .as(reason)
        .isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "quick sweeps are confirmed once in the longest interval, 10,  60000",
    "or as a quarter of the budget allows,               200, 240000"
  })
  void betweenConfirmations(String reason, int calls, long milliseconds) {
    assertThat(FeedPace.betweenConfirmations(SETTINGS, calls))
        .as(reason)
        .isEqualTo(Duration.ofMillis(milliseconds));
  }
}
