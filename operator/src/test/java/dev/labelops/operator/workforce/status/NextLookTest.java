package dev.labelops.operator.workforce.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.status.Reason;
import dev.labelops.operator.workforce.decide.WorkforceAction.Await;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NextLookTest {
  @ParameterizedTest(name = "{3}")
  @CsvSource({
    "PT0.25S, PT0S,    PT0.25S, what has just begun is looked at at once",
    "PT0.25S, PT40S,   PT5S,    what lasts is looked at by an eighth of the time it has taken",
    "PT0.25S, PT2H,    PT30S,   but at least every half minute",
    "PT60S,   PT40S,   PT60S,   and never sooner than asked",
    "PT60S,   PT2H,    PT60S,   nor later than asked where that is long",
  })
  void waitingCostsFewerCallsTheLongerItLasts(
      Duration soonest, Duration waited, Duration expected, String reason) {
    Await action = new Await(Reason.Creating, "The workforce is being set up.", soonest);

    Optional<Duration> look = NextLook.after(action, WorkforceOutcome.done(), waited);

    assertThat(look).as(reason).contains(expected);
  }
}
