package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import java.time.Instant;

/** Completes {@code <attribute>-metadata} with who, when and which job. */
public final class Metadata {
  private Metadata() {}

  /** Metadata of a label that people gave. */
  public static ObjectNode human(Job job, JsonNode consolidated, Instant when) {
    return complete(job, consolidated, "labeling-job/" + job.key().jobName(), "yes", when);
  }

  /** Metadata of a label that a model gave; the job's name stands there without a prefix. */
  public static ObjectNode machine(Job job, JsonNode learned, Instant when) {
    return complete(job, learned, job.key().jobName(), "no", when);
  }

  private static ObjectNode complete(
      Job job, JsonNode known, String jobName, String humanAnnotated, Instant when) {
    ObjectNode metadata = known.deepCopy();
    metadata.put("type", job.type().outputType());
    metadata.put("job-name", jobName);
    metadata.put("human-annotated", humanAnnotated);
    metadata.put("creation-date", Times.creationDate(when));
    return metadata;
  }
}
