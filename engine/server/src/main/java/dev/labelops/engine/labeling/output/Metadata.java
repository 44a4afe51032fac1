package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.groundtruth.LabelMetadata;
import java.time.Instant;

/** Completes {@code <attribute>-metadata} with who, when and which job. */
public final class Metadata {
  private Metadata() {}

  /** Metadata of a label that people gave. */
  public static ObjectNode human(Job job, JsonNode consolidated, Instant when) {
    return complete(
        job,
        consolidated,
        LabelMetadata.JOB_NAME_PREFIX + job.key().jobName(),
        LabelMetadata.YES,
        when);
  }

  /** Metadata of a label that a model gave; the job's name stands there without a prefix. */
  public static ObjectNode machine(Job job, JsonNode learned, Instant when) {
    return complete(job, learned, job.key().jobName(), LabelMetadata.NO, when);
  }

  /**
   * Metadata of an object that was given up, which has no label.
   *
   * @param why a sentence without content of the object
   */
  static ObjectNode failed(Job job, String why, Instant when) {
    ObjectNode metadata = Json.MAPPER.createObjectNode();
    metadata.put(LabelMetadata.FAILURE_REASON, why);
    metadata.put(LabelMetadata.JOB_NAME, LabelMetadata.JOB_NAME_PREFIX + job.key().jobName());
    metadata.put(LabelMetadata.CREATION_DATE, Times.creationDate(when));
    return metadata;
  }

  private static ObjectNode complete(
      Job job, JsonNode known, String jobName, String humanAnnotated, Instant when) {
    ObjectNode metadata = known.deepCopy();
    metadata.put(LabelMetadata.TYPE, job.type().outputType());
    metadata.put(LabelMetadata.JOB_NAME, jobName);
    metadata.put(LabelMetadata.HUMAN_ANNOTATED, humanAnnotated);
    metadata.put(LabelMetadata.CREATION_DATE, Times.creationDate(when));
    return metadata;
  }
}
