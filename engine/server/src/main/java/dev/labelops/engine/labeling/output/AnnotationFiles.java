package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.task.ObjectSource;
import java.util.List;

/** Contents of the files below {@code annotations/}, as functions of what the database has. */
final class AnnotationFiles {
  private AnnotationFiles() {}

  /** The raw answers for one object. */
  static ObjectNode workerResponse(Job job, List<TaskRow> answers) {
    ObjectNode response = Json.MAPPER.createObjectNode();
    ArrayNode list = response.putArray("answers");
    for (TaskRow task : answers) {
      ObjectNode answer = list.addObject();
      answer.put("acceptanceTime", Times.milliseconds(task.takenAt()));
      answer.set("answerContent", task.answer().orElseThrow());
      answer.put("submissionTime", Times.milliseconds(task.endedAt().orElseThrow()));
      answer.put("timeSpentInSeconds", task.timeSpentSeconds());
      answer.put("workerId", task.workerId());
      answer
          .putObject("workerMetadata")
          .putObject("identityData")
          .put("identityProviderType", "Cognito")
          .put(
              "issuer",
              "https://cognito-idp.%s.amazonaws.com/%s"
                  .formatted(job.key().region(), task.userPoolId()))
          .put("sub", task.workerSub());
    }
    return response;
  }

  /** What the consolidation function is given of one object. */
  static ObjectNode consolidationRequest(Job job, ObjectRow object, List<TaskRow> answers) {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry.put("datasetObjectId", Integer.toString(object.objectId()));
    ObjectSource source = ObjectSource.of(job.type().facts());
    entry
        .putObject("dataObject")
        .put(source.isFile() ? "s3Uri" : "content", source.in(object.parsedLine()));
    ArrayNode annotations = entry.putArray("annotations");
    for (TaskRow task : answers) {
      annotations
          .addObject()
          .put("workerId", task.workerId())
          .putObject("annotationData")
          .put("content", Json.write(task.answer().orElseThrow()));
    }
    return entry;
  }

  /** What the consolidation function answers for one object: its label. */
  static ObjectNode consolidationResponse(Job job, ObjectRow object) {
    ObjectNode entry = Json.MAPPER.createObjectNode();
    entry
        .put("datasetObjectId", Integer.toString(object.objectId()))
        .putObject("consolidatedAnnotation")
        .set("content", Lines.content(job.spec(), object));
    return entry;
  }
}
