package dev.labelops.operator.job.plan;

import dev.labelops.operator.status.Reason;

/** The next attempt, or why it cannot be determined yet. */
public sealed interface Planning {
  record Planned(JobPlan plan) implements Planning {}

  /** Something that the specification refers to is missing or not ready. */
  record Blocked(Reason reason, String message) implements Planning {}

  /** Not needed in this pass. */
  record NotAsked() implements Planning {}
}
