package dev.labelops.operator.job.look;

import dev.labelops.operator.status.Reason;
import java.util.List;
import java.util.Optional;

/** What was checked before money is spent, each with the API that proves it. */
public record Preflight(List<Finding> findings) {
  /** How a check ended. */
  public enum Verdict {
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
  public record Finding(Verdict verdict, Reason reason, String sentence) {}

  /** The first check that failed. */
  public Optional<Finding> refuted() {
    return findings.stream().filter(f -> f.verdict() == Verdict.REFUTED).findFirst();
  }

  /** Findings that are worth an Event. */
  public List<Finding> warnings() {
    return findings.stream().filter(f -> f.verdict() == Verdict.WARNING).toList();
  }

  /** All findings in one message: what was proved, and what could not be. */
  public String message() {
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
