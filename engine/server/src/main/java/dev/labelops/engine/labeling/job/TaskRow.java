package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;

/**
 * One object that one worker labels.
 *
 * @param id random UUID
 * @param jobId the job
 * @param objectId the object
 * @param iteration the batch
 * @param workerSub the worker's {@code sub} in the user pool
 * @param workerId {@code private.<region>.<16 hex>}
 * @param userPoolId the pool
 * @param state its present state
 * @param takenAt acceptanceTime
 * @param leaseUntil when it goes back to the pool without an answer
 * @param endedAt submissionTime, or when it was given back
 * @param timeSpentSeconds seconds of work as the portal measured them
 * @param answer answerContent
 */
public record TaskRow(
    String id,
    long jobId,
    int objectId,
    int iteration,
    String workerSub,
    String workerId,
    String userPoolId,
    State state,
    Instant takenAt,
    Instant leaseUntil,
    Optional<Instant> endedAt,
    double timeSpentSeconds,
    Optional<JsonNode> answer) {

  /** The states of a task. */
  public enum State {
    /** Reserved as the worker's next one, not in hand yet; not in the table of tasks. */
    Ahead,
    /** With the worker. */
    Taken,
    /** Answered. */
    Submitted,
    /** Never to be offered to this worker again. */
    Declined,
    /** Given back by the worker. */
    Released,
    /** Taken back when the time was up. */
    Lapsed
  }
}
