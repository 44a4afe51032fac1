package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.output.Times;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.groundtruth.LabelingTaskType.LabelForm;
import dev.labelops.groundtruth.OutputPaths;
import dev.labelops.groundtruth.S3Location;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Objects of a job as its owner sees them. Outside of transactions: names and links may be read
 * over another connection.
 */
record ObjectDocuments(ObjectLinks links, Usernames usernames, Job job) {
  private static final Duration LINKS_LAST = Duration.ofHours(1);
  private static final int LONGEST_TEXT = 400;

  /** An object in a list: a text is cut. */
  ObjectNode summary(AnsweredObject object) {
    return document(object, LONGEST_TEXT);
  }

  /** An object in a list with each worker's answer: a text is cut. */
  ObjectNode compared(AnsweredObject object) {
    ObjectNode document = summary(object);
    document.set("answers", answers(object));
    return document;
  }

  private ArrayNode answers(AnsweredObject object) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (TaskRow task : object.answers()) {
      list.addObject()
          .put("workerId", task.workerId())
          .put("username", usernames.of(task.userPoolId(), task.workerSub()).orElse(null))
          .put("submittedAt", task.endedAt().map(Object::toString).orElse(null))
          .put("seconds", task.timeSpentSeconds())
          .set("answer", task.answer().orElseThrow());
    }
    return list;
  }

  /** An object with each worker's answer. */
  ObjectNode detail(AnsweredObject object) {
    ObjectRow row = object.row();
    ObjectNode document = document(object, Integer.MAX_VALUE);
    document.put("line", row.line());
    document.put("settledAt", row.settledAt().map(Object::toString).orElse(null));
    document.set("answers", answers(object));
    document.put("workerResponse", workerResponse(row).map(S3Location::toString).orElse(null));
    return document;
  }

  private ObjectNode document(AnsweredObject answered, int longestText) {
    ObjectRow row = answered.row();
    JsonNode line = row.parsedLine();
    Optional<JsonNode> label = row.label().or(() -> member(line, job.spec().labelAttributeName()));
    Optional<JsonNode> metadata = row.metadata().or(() -> member(line, job.spec().metadataName()));
    ObjectSource source = ObjectSource.of(job.type().facts());
    String object = source.in(line);
    OptionalDouble confidence = LabelFacts.of(label, metadata).confidence();
    ObjectNode document = Json.object();
    document.put("objectId", row.objectId());
    document.put("source", source(row.state()));
    document.put("objectUrl", source.isFile() ? readable(object).orElse(null) : null);
    document.put("text", source.isFile() ? null : cut(object, longestText));
    document.put("failure", row.failure().orElse(null));
    document.set("label", label.orElse(null));
    document.set("metadata", metadata.orElse(null));
    document.put("labelUrl", isMask(job) ? label.flatMap(this::labelFile).orElse(null) : null);
    put(document, "confidence", confidence);
    put(document, "disagreement", disagreement(answered, confidence));
    document.set(
        "accepted",
        answered
            .accepted()
            .map(
                one -> Json.object().put("workerId", one.workerId()).put("at", one.at().toString()))
            .orElse(null));
    return document;
  }

  /** Whether labels are masks: files beside the output manifest. */
  static boolean isMask(Job job) {
    return job.type().facts().output().label() == LabelForm.Mask;
  }

  private OptionalDouble disagreement(AnsweredObject object, OptionalDouble confidence) {
    return isMask(job)
        ? Disagreement.ofMasks(confidence, object.answers().size())
        : Disagreement.of(
            object.answers().stream().map(task -> task.answer().orElseThrow()).toList());
  }

  private Optional<String> labelFile(JsonNode label) {
    return label.isTextual() ? readable(label.textValue()) : Optional.empty();
  }

  private static void put(ObjectNode document, String member, OptionalDouble value) {
    document.put(member, value.isPresent() ? value.getAsDouble() : null);
  }

  private static Optional<JsonNode> member(JsonNode line, String name) {
    return Optional.ofNullable(line.get(name));
  }

  /** As the parameter {@code source} of a search names it. */
  static String source(State state) {
    return switch (state) {
      case Open, Out -> "open";
      case Human -> "human";
      case Machine -> "machine";
      case Failed -> "failed";
      case Kept -> "input";
    };
  }

  private static String cut(String text, int length) {
    return text.length() <= length ? text : text.substring(0, length) + "…";
  }

  private Optional<String> readable(String uri) {
    try {
      return Optional.of(
          links
              .get(
                  job.spec().principal().accountId(),
                  job.key().region(),
                  S3Location.parse(uri),
                  LINKS_LAST)
              .toString());
    } catch (IllegalArgumentException e) {
      // No object can have this address; it is in the line, and in the reason of the failure.
      return Optional.empty();
    }
  }

  private Optional<S3Location> workerResponse(ObjectRow row) {
    return row.state() != State.Human
        ? Optional.empty()
        : row.settledAt()
            .map(
                at ->
                    job.spec()
                        .outputRoot()
                        .resolve(
                            OutputPaths.workerResponse(
                                row.iteration(), row.objectId(), Times.fileName(at))));
  }
}
