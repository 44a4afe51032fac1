package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskType;
import java.time.Instant;
import java.util.Optional;

/**
 * A labeling job as the database has it.
 *
 * @param id the engine's own number of the job
 * @param key account, region and name
 * @param arn LabelingJobArn
 * @param referenceCode JobReferenceCode
 * @param spec what was asked for
 * @param type the built-in task type
 * @param workteamArn the team
 * @param status LabelingJobStatus
 * @param failureReason FailureReason, only when Failed
 * @param createdAt CreationTime
 * @param modifiedAt LastModifiedTime
 * @param startedAt when it became InProgress
 * @param stoppingAt when StopLabelingJob was called
 * @param labels label categories; empty until the job is set up
 * @param template source of the worker template; empty until the job is set up
 * @param iteration number of the latest batch, 0 before the first
 * @param trained whether a model was trained for this job
 * @param counters how many objects are in which state
 */
public record Job(
    long id,
    JobKey key,
    String arn,
    String referenceCode,
    JobSpec spec,
    TaskType type,
    String workteamArn,
    JobStatus status,
    Optional<String> failureReason,
    Instant createdAt,
    Instant modifiedAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppingAt,
    LabelCategories labels,
    String template,
    int iteration,
    boolean trained,
    Counters counters) {

  /** Name of the form element whose member of answerContent is the answer. */
  public String element() {
    return type.facts().ui().answerName().orElseThrow();
  }

  /**
   * The answer of a task that was submitted, as task types see it: forms may have more members
   * beside it.
   */
  public JsonNode answer(TaskRow task) {
    return task.answer().orElseThrow().path(element());
  }
}
