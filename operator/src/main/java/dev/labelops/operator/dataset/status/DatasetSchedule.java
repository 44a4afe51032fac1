package dev.labelops.operator.dataset.status;

import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.SourceReading;
import java.time.Duration;
import java.util.Optional;

/** When a data set is looked at next, besides changes of the object. Pure. */
public final class DatasetSchedule {
  private static final Duration AT_ONCE = Duration.ofMillis(1);
  private static final Duration SLOWLY = Duration.ofSeconds(60);

  private DatasetSchedule() {}

  /**
   * @param retry delay after a failed look; empty when none failed
   * @return empty when only a change of the object matters
   */
  public static Optional<Duration> next(
      DatasetObservation seen,
      DatasetAction action,
      DatasetOutcome outcome,
      Optional<Duration> retry) {
    return switch (outcome) {
      case DatasetOutcome.Failed failed -> retry;
      case DatasetOutcome.Done done ->
          switch (action) {
            case DatasetAction.Freeze freeze -> Optional.empty();
            case DatasetAction.Reject reject -> Optional.empty();
            case DatasetAction.Forbid forbid -> Optional.empty();
            case DatasetAction.LeaveAlone leave -> untilRefresh(seen);
            case DatasetAction.Conclude conclude -> untilRefresh(seen);
            case DatasetAction.CreateBucket create -> Optional.of(AT_ONCE);
            case DatasetAction.MergeCors merge -> Optional.of(AT_ONCE);
            case DatasetAction.WaitForBucket wait -> Optional.of(SLOWLY);
            case DatasetAction.RefuseRegion refuse -> Optional.of(SLOWLY);
            case DatasetAction.RefuseCors refuse -> Optional.of(SLOWLY);
            case DatasetAction.AwaitCorrection wait ->
                supplied(seen) ? Optional.of(SLOWLY) : untilRefresh(seen);
            case DatasetAction.PublishManifest(SourceReading reading) -> after(seen, reading);
            case DatasetAction.Endure endure -> Optional.of(SLOWLY);
          };
    };
  }

  private static Optional<Duration> after(DatasetObservation seen, SourceReading reading) {
    if (reading.manifest().isPresent()) {
      return supplied(seen) ? Optional.of(AT_ONCE) : interval(seen);
    }
    return reading.tooMany() && !supplied(seen) ? interval(seen) : Optional.of(SLOWLY);
  }

  private static boolean supplied(DatasetObservation seen) {
    return seen.dataset().getSpec().source().manifest() != null;
  }

  private static Optional<Duration> interval(DatasetObservation seen) {
    return Optional.ofNullable(seen.dataset().getSpec().refreshInterval())
        .map(interval -> Duration.parse("PT" + interval));
  }

  private static Optional<Duration> untilRefresh(DatasetObservation seen) {
    return seen.progress()
        .nextRefresh()
        .map(at -> Duration.between(seen.now(), at))
        .map(left -> left.compareTo(AT_ONCE) < 0 ? AT_ONCE : left);
  }
}
