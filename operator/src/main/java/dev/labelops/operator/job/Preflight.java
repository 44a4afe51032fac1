package dev.labelops.operator.job;

import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;

/** What was checked before money is spent, each with the API that proves it. */
record Preflight(List<Finding> findings) {
  /** How a check ended. */
  enum Verdict {
    PROVED,
    REFUTED,
    UNKNOWN,
    /** True, and worth knowing before money is spent. */
    WARNING
  }

  /**
   * One check.
   *
   * @param reason of the condition when refuted
   */
  record Finding(Verdict verdict, Reason reason, String sentence) {}

  /** The first check that failed. */
  Optional<Finding> refuted() {
    return findings.stream().filter(f -> f.verdict() == Verdict.REFUTED).findFirst();
  }

  /** Findings that are worth an Event. */
  List<Finding> warnings() {
    return findings.stream().filter(f -> f.verdict() == Verdict.WARNING).toList();
  }

  /** All findings in one message: what was proved, and what could not be. */
  String message() {
    return sentences("Proved: ", Verdict.PROVED)
        + sentences(" Not known: ", Verdict.UNKNOWN)
        + sentences(" Note: ", Verdict.WARNING);
  }

  private String sentences(String title, Verdict verdict) {
    List<String> told =
        findings.stream().filter(f -> f.verdict() == verdict).map(Finding::sentence).toList();
    return told.isEmpty() ? "" : title + String.join("; ", told) + ".";
  }
}
