package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSpec;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;

/** Lines of manifests and label files, as functions of what the database has. */
public final class Lines {
  private Lines() {}

  /**
   * The output line of an object as of one iteration: the input line with the label, or with why
   * there is none, or unchanged while it is not known.
   */
  public static String output(Job job, ObjectRow object, int asOfIteration) {
    boolean labeled = object.state() == State.Human || object.state() == State.Machine;
    boolean failed = object.state() == State.Failed;
    if (!labeled && !failed || object.iteration() > asOfIteration) {
      return object.line();
    }
    ObjectNode line = object.parsedLine().deepCopy();
    if (labeled) {
      line.setAll(content(job.spec(), object));
    } else {
      line.set(
          job.spec().metadataName(),
          Metadata.failed(
              job,
              object.failure().orElse("The reason is not known."),
              object.settledAt().orElseThrow()));
    }
    return Json.write(line);
  }

  /** {@code {"<attribute>":...,"<attribute>-metadata":...}} of a labeled object. */
  static ObjectNode content(JobSpec spec, ObjectRow object) {
    ObjectNode content = Json.MAPPER.createObjectNode();
    content.set(spec.labelAttributeName(), object.label().orElseThrow());
    content.set(spec.metadataName(), object.metadata().orElseThrow());
    return content;
  }

  /** {@code <id> <json>}, a line of auto_annotator_output.txt. */
  static String autoAnnotation(JobSpec spec, ObjectRow object) {
    return object.objectId() + " " + Json.write(content(spec, object));
  }
}
