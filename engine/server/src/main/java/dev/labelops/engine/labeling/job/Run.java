package dev.labelops.engine.labeling.job;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of long work of one job that may be done by a process of its own.
 *
 * @param id the run's id, also of its row in the queue
 * @param jobId the engine's number of the job
 * @param round number of the batch that it follows; 0 beside the first batch
 * @param kind the kind of work
 * @param state how far it is
 * @param leaseUntil until when its claim holds; when it is queued, not to be tried earlier
 * @param attempts times it was claimed
 * @param progress what its owner reported last
 * @param result as JSON; only when Succeeded
 * @param failure why it came to nothing; only when Failed
 */
public record Run(
    String id,
    long jobId,
    int round,
    RunKind kind,
    State state,
    Instant leaseUntil,
    int attempts,
    Optional<String> progress,
    Optional<String> result,
    Optional<String> failure) {

  /** How far a run is. */
  public enum State {
    Queued,
    Running,
    Succeeded,
    Failed,
    Cancelled;

    /** Whether nothing changes any more. */
    public boolean ended() {
      return this != Queued && this != Running;
    }
  }

  /**
   * One owner's right to work on a run. It ends when the lease runs out, unless it is renewed.
   *
   * @param runId the run
   * @param owner no other claim has the same
   * @param attempt 1 for the first claim of the run
   */
  public record Claim(String runId, String owner, int attempt) {}
}
