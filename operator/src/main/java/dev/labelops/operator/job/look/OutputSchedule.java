package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Counters;
import dev.labelops.operator.status.ConditionType;
import dev.labelops.operator.status.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** When the output tree is listed: it costs calls, and files arrive late. Pure. */
final class OutputSchedule {
  static final Duration WHILE_RUNNING = Duration.ofMinutes(5);
  static final Duration AFTER_COUNTERS = Duration.ofSeconds(10);
  static final Duration FAILED_OUTPUT_IS_LATE = Duration.ofMinutes(10);
  static final Duration GIVE_UP = Duration.ofHours(24);
  private static final Duration SHORTEST = Duration.ofSeconds(2);
  private static final Duration LONGEST = Duration.ofHours(1);

  private OutputSchedule() {}

  /**
   * While the job runs: when a counter has changed since the last listing, five minutes apart, and
   * never in the pass that reports the counters, which it would delay.
   */
  static Optional<Instant> whileRunning(
      Optional<Counters> counters, Optional<JobMemory.OutputLooked> last) {
    boolean anything = counters.map(Counters::labeled).filter(labeled -> labeled > 0).isPresent();
    if (!anything || last.filter(look -> look.counters().equals(counters)).isPresent()) {
      return Optional.empty();
    }
    Instant told = Instant.parse(counters.get().observedAt()).plus(AFTER_COUNTERS);
    return last.map(look -> look.at().plus(WHILE_RUNNING))
        .filter(next -> next.isAfter(told))
        .or(() -> Optional.of(told));
  }

  /** After the end: immediately, then with growing pauses for a day, until all numbers agree. */
  static Optional<Instant> afterEnd(LabelingJobStatus status, Optional<Instant> last, Instant now) {
    if (status.jobName() == null
        || status.completionTime() == null
        || Conditions.isTrue(status.conditions(), ConditionType.ResultsComplete)) {
      return Optional.empty();
    }
    Instant end = Instant.parse(status.completionTime());
    if (last.isEmpty()) {
      return now.isBefore(end.plus(GIVE_UP)) || status.results() == null
          ? Optional.of(now)
          : Optional.empty();
    }
    Duration pause = Duration.between(end, last.get()).dividedBy(2);
    Duration bounded =
        pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
    Instant next = last.get().plus(bounded);
    return next.isBefore(end.plus(GIVE_UP)) ? Optional.of(next) : Optional.empty();
  }
}
