package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.task.ObjectSource;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.template.WorkerTemplate;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.groundtruth.S3Location;
import java.util.List;
import java.util.Optional;

/** Jobs and tasks as workers see them. */
final class TaskDocuments {
  private final ObjectLinks links;

  TaskDocuments(ObjectLinks links) {
    this.links = links;
  }

  ObjectNode job(Job job, int availableTasks) {
    JsonNode human = job.spec().request().path("HumanTaskConfig");
    ObjectNode document = Json.object();
    document.put("jobName", job.key().jobName());
    document.put("title", human.path("TaskTitle").asText());
    document.put("description", human.path("TaskDescription").asText());
    document.put("taskType", job.type().facts().name());
    document.putArray("keywords").addAll(keywords(human));
    document.put("availableTasks", availableTasks);
    document.put("taskTimeLimitInSeconds", job.spec().taskTimeLimit().toSeconds());
    return document;
  }

  private static List<JsonNode> keywords(JsonNode human) {
    return human.path("TaskKeywords").valueStream().toList();
  }

  /**
   * A task.
   *
   * @param url address of its page
   */
  ObjectNode task(Job job, TaskRow task, TaskObject object, String url) {
    boolean ahead = task.state() == TaskRow.State.Ahead;
    ObjectNode document = Json.object();
    document.put("taskId", task.id());
    document.put("jobName", job.key().jobName());
    document.put("taskType", job.type().facts().name());
    document.put("ahead", ahead);
    document.put("shownAt", ahead ? null : task.takenAt().toString());
    document.put("expiresAt", task.leaseUntil().toString());
    document.set("input", job.type().input(object));
    document.put("objectUrl", objectUrl(job, object).orElse(null));
    instructions(job, object).ifPresent(instructions -> document.set("instructions", instructions));
    document.put("taskUrl", url);
    return document;
  }

  /**
   * The worker template, rendered for one task.
   *
   * @throws InvalidTemplate when it cannot be rendered with this object
   */
  String page(Job job, TaskObject object) {
    return new WorkerTemplate(job.template())
        .render(job.type().input(object), uri -> readable(job, uri));
  }

  /** What a worker reads in place of a page that cannot be rendered. */
  static String cannotBeShown(InvalidTemplate failure) {
    return "This task cannot be shown. "
        + failure.getMessage()
        + " Decline the task, and report this to the owner of the labeling job.";
  }

  private Optional<String> objectUrl(Job job, TaskObject object) {
    ObjectSource source = ObjectSource.of(job.type().facts());
    return source.isFile()
        ? Optional.of(readable(job, source.in(object.line())))
        : Optional.empty();
  }

  private String readable(Job job, String uri) {
    return links
        .get(
            job.spec().principal().accountId(),
            job.key().region(),
            S3Location.parse(uri),
            job.spec().taskTimeLimit())
        .toString();
  }

  /** As the page shows them; none when it cannot be rendered, which the page itself says. */
  private Optional<ObjectNode> instructions(Job job, TaskObject object) {
    WorkerTemplate source = new WorkerTemplate(job.template());
    if (source.shortInstructions().isEmpty() && source.fullInstructions().isEmpty()) {
      return Optional.empty();
    }
    WorkerTemplate rendered;
    try {
      rendered = new WorkerTemplate(page(job, object));
    } catch (InvalidTemplate e) {
      return Optional.empty();
    }
    Optional<String> brief = rendered.shortInstructions();
    Optional<String> full = rendered.fullInstructions();
    return Optional.of(Json.object().put("short", brief.orElse("")).put("full", full.orElse("")));
  }
}
