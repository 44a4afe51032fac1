package dev.labelops.engine.labeling.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.task.LabelCategories;
import dev.labelops.engine.labeling.task.TaskObject;
import java.time.Instant;
import java.util.Optional;

/**
 * One line of a job's input manifest and its state.
 *
 * @param objectId line number, from 0
 * @param state its present state
 * @param iteration batch or round that it was last part of, 0 for none
 * @param held tasks that are with a worker or answered
 * @param answered tasks that are answered
 * @param declined tasks that were declined
 * @param line the manifest line as it came
 * @param failure why it was given up
 * @param properties what the task type's probe found; an empty object when it was not probed
 * @param label value of the label attribute
 * @param metadata value of {@code <attribute>-metadata}
 * @param settledAt when it was labeled or given up
 */
public record ObjectRow(
    int objectId,
    State state,
    int iteration,
    int held,
    int answered,
    int declined,
    String line,
    Optional<String> failure,
    JsonNode properties,
    Optional<JsonNode> label,
    Optional<JsonNode> metadata,
    Optional<Instant> settledAt) {

  /** The states of an object. */
  public enum State {
    /** Not sent to anybody. */
    Open,
    /** In the current batch, answers wanted. */
    Out,
    /** Labeled by people. */
    Human,
    /** Labeled by a model. */
    Machine,
    /** Given up permanently. */
    Failed,
    /** Had the label before the job began. */
    Kept
  }

  /** The manifest line, parsed. */
  public JsonNode parsedLine() {
    return Json.read(line);
  }

  /** The object as task types see it. */
  public TaskObject taskObject(LabelCategories labels) {
    return new TaskObject(parsedLine(), labels, properties);
  }
}
