package dev.labelops.operator.feed;

import dev.labelops.operator.aws.sagemaker.RemoteLabelingJob;
import dev.labelops.operator.status.FailedObservations;
import java.time.Instant;
import java.util.Optional;

/**
 * What the feed knows of one watched job.
 *
 * @param job as last listed; empty when no sweep has listed it yet
 * @param seenAt when it was last listed; empty when never
 * @param missedSweeps complete sweeps in a row that did not list it. Absence is never an end.
 * @param describe the job is not where it is believed to be, and DescribeLabelingJob must say why:
 *     it has left the lists, or is young, or two sweeps missed it
 * @param failed sweeps in a row that failed, if any; from three on what is known may be old
 *     (Synced=Unknown)
 */
public record Sighting(
    Optional<RemoteLabelingJob> job,
    Optional<Instant> seenAt,
    int missedSweeps,
    boolean describe,
    Optional<FailedObservations> failed) {

  /** Sweeps in a row that must fail before what is known counts as old. */
  public static final int FAILED_SWEEPS_UNTIL_UNKNOWN = 3;

  /** Whether so many sweeps failed that what is known may be old. */
  public boolean stale() {
    return failed.filter(sweeps -> sweeps.looks() >= FAILED_SWEEPS_UNTIL_UNKNOWN).isPresent();
  }
}
