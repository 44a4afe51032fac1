package dev.labelops.operator.job.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutputScheduleTest {
  private static final Instant SEEN = Instant.parse("2026-11-22T10:00:00Z");

  private static Optional<Counters> labeled(long count) {
    return Optional.of(new Counters(10L, count, count, 0L, 0L, 10 - count, SEEN.toString()));
  }

  private static Optional<JobMemory.OutputLooked> looked(Instant at, long labeled) {
    return Optional.of(new JobMemory.OutputLooked(at, labeled(labeled)));
  }

  @Test
  void nothingIsListedBeforeAnythingIsLabeled() {
    assertThat(OutputSchedule.whileRunning(Optional.empty(), Optional.empty())).isEmpty();
    assertThat(OutputSchedule.whileRunning(labeled(0), Optional.empty())).isEmpty();
  }

  @Test
  void theFirstLookComesSoonButNotInThePassThatTellsTheCounters() {
    assertThat(OutputSchedule.whileRunning(labeled(1), Optional.empty()))
        .contains(SEEN.plus(OutputSchedule.AFTER_COUNTERS));
  }

  @Test
  void looksAreFiveMinutesApart() {
    assertThat(
            OutputSchedule.whileRunning(labeled(2), looked(SEEN.minus(Duration.ofMinutes(1)), 1)))
        .contains(SEEN.plus(Duration.ofMinutes(4)));
  }

  @Test
  void countersThatMoveLongAfterTheLastLookAreToldFirst() {
    assertThat(OutputSchedule.whileRunning(labeled(2), looked(SEEN.minus(Duration.ofHours(1)), 1)))
        .contains(SEEN.plus(OutputSchedule.AFTER_COUNTERS));
  }

  @Test
  void countersThatStandStillCostNothing() {
    assertThat(OutputSchedule.whileRunning(labeled(2), looked(SEEN.minusSeconds(600), 2)))
        .isEmpty();
  }
}
