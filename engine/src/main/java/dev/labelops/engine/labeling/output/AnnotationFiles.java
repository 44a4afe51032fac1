package dev.labelops.engine.labeling.output;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.task.TaskType.Media;
import java.util.List;
import java.util.Map;

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

  /** What the consolidation function is given: all answers of a batch by object. */
  static ArrayNode consolidationRequest(
      Job job, List<ObjectRow> labeled, Map<Integer, List<TaskRow>> answers) {
    ArrayNode request = Json.MAPPER.createArrayNode();
    for (ObjectRow object : labeled) {
      ObjectNode entry = request.addObject();
      entry.put("datasetObjectId", Integer.toString(object.objectId()));
      boolean image = job.type().media() == Media.IMAGE;
      entry
          .putObject("dataObject")
          .put(
              image ? "s3Uri" : "content",
              object.parsedLine().path(job.type().media().attribute()).asText());
      ArrayNode annotations = entry.putArray("annotations");
      for (TaskRow task : answers.getOrDefault(object.objectId(), List.of())) {
        annotations
            .addObject()
            .put("workerId", task.workerId())
            .putObject("annotationData")
            .put("content", Json.write(task.answer().orElseThrow()));
      }
    }
    return request;
  }

  /** What the consolidation function answers: one label for each object. */
  static ArrayNode consolidationResponse(Job job, List<ObjectRow> labeled) {
    ArrayNode response = Json.MAPPER.createArrayNode();
    for (ObjectRow object : labeled) {
      response
          .addObject()
          .put("datasetObjectId", Integer.toString(object.objectId()))
          .putObject("consolidatedAnnotation")
          .set("content", Lines.content(job.spec(), object));
    }
    return response;
  }
}
