package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.task.Provenance;
import dev.labelops.groundtruth.LabelMetadata;
import dev.labelops.groundtruth.OutputPaths;
import java.time.Instant;

/** What {@code <attribute>-metadata} says of who, when and which job. */
public final class Metadata {
  private Metadata() {}

  /** Of a label that people gave. */
  public static Provenance human(Job job, int objectId, Instant when) {
    return provenance(
        job, objectId, LabelMetadata.JOB_NAME_PREFIX + job.key().jobName(), true, when);
  }

  /** Of a label that a model gave; the job's name has no prefix there. */
  public static Provenance machine(Job job, int objectId, Instant when) {
    return provenance(job, objectId, job.key().jobName(), false, when);
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

  private static Provenance provenance(
      Job job, int objectId, String jobName, boolean human, Instant when) {
    return new Provenance(
        jobName,
        human,
        Times.creationDate(when),
        job.spec()
            .outputRoot()
            .resolve(OutputPaths.labelFile(Integer.toString(objectId)))
            .toString());
  }
}
