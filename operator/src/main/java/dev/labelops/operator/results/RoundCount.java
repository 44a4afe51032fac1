package dev.labelops.operator.results;

import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;

/**
 * Rounds as counted from the output tree.
 *
 * @param autoLabelingRounds distinct rounds with a non-empty auto-annotator file; null when unknown
 * @param rounds the rest, for {@code status.rounds}
 */
public record RoundCount(Integer autoLabelingRounds, LabelingJobStatus.Rounds rounds) {
  /** Whether later files can change nothing any more. */
  public boolean exact() {
    return rounds.certainty() == LabelingJobStatus.Certainty.Exact;
  }
}
