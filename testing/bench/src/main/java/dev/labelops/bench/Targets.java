package dev.labelops.bench;

import java.util.Locale;
import java.util.Optional;

/** What is measured, and how much it should be at most. */
final class Targets {
  static final String QUIET = "quiet";
  static final String ONE_PERCENT = "1% change a minute";
  static final String ALL_AT_ONCE = "all change at once";

  /** The targets are stated for this many jobs in progress. */
  private static final int JOBS = 1000;

  /** What is measured. */
  enum Measure {
    AWS_CALLS("calls/min"),
    CPU("cpu s/min"),
    RSS("MiB"),
    KUBERNETES_REQUESTS("requests/min"),
    KUBERNETES_REQUESTS_FOR_UNCHANGED_JOBS("requests"),
    CHANGE_TO_STATUS_P50("s"),
    CHANGE_TO_STATUS_P99("s"),
    START_TO_READY("s"),
    APPLY_TO_WORKING("s"),
    CALLS_APPLY_TO_WORKING("calls"),
    APPLY_TO_ALL_CREATED("s");

    private final String unit;

    Measure(String unit) {
      this.unit = unit;
    }

    String unit() {
      return unit;
    }

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Targets() {}

  static Optional<Double> of(Measure measure, Scenario here) {
    if (measure == Measure.KUBERNETES_REQUESTS_FOR_UNCHANGED_JOBS) {
      return Optional.of(0.0);
    }
    if (here.jobs() != JOBS) {
      return Optional.empty();
    }
    return switch (measure) {
      case CHANGE_TO_STATUS_P99 ->
          here.budget() == 20
              ? Optional.of(45.0)
              : here.budget() == 200 ? Optional.of(5.0) : Optional.empty();
      case CPU -> here.scene().equals(ALL_AT_ONCE) ? Optional.empty() : Optional.of(0.5);
      default -> Optional.empty();
    };
  }
}
