package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.work.TaskQueue;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.stream.Stream;

/** The task API: jobs with work, taking, answering, giving back. */
final class TaskRoutes {
  private final SignInRoutes signIn;
  private final TaskQueue queue;
  private final TaskDocuments documents;

  TaskRoutes(SignInRoutes signIn, TaskQueue queue, TaskDocuments documents) {
    this.signIn = signIn;
    this.queue = queue;
    this.documents = documents;
  }

  /** GET /_labelops/api/jobs. */
  void jobs(Context context) {
    Visitor visitor = signIn.visitor(context);
    ObjectNode answer = Json.object();
    ArrayNode jobs = answer.putArray("jobs");
    visitor.teams().stream()
        .flatMap(team -> queue.jobs(team.arn()).stream())
        .forEach(
            job -> {
              int available = queue.available(job, visitor.worker());
              if (available > 0) {
                jobs.add(documents.job(job, available));
              }
            });
    Bodies.answer(context, answer);
  }

  /** POST /_labelops/api/jobs/{jobName}/tasks. */
  void take(Context context) {
    Visitor visitor = signIn.visitor(context);
    String name = context.pathParam("jobName");
    Job job =
        found(visitor, name)
            .filter(j -> j.status() == JobStatus.InProgress)
            .findFirst()
            .or(() -> found(visitor, name).findFirst())
            .orElseThrow(() -> PortalError.noSuchJob(name));
    Optional<TaskRow> task = queue.take(job.id(), visitor.worker());
    if (task.isEmpty()) {
      context.status(204);
      return;
    }
    context.status(201);
    Bodies.answer(context, documents.task(job, task.get(), queue.object(job, task.get())));
  }

  private Stream<Job> found(Visitor visitor, String name) {
    return visitor.teams().stream()
        .flatMap(team -> queue.job(new JobKey(team.accountId(), team.region(), name)).stream())
        .filter(job -> visitor.memberOf(job.workteamArn()));
  }

  /** GET /_labelops/api/tasks/{taskId}. */
  void task(Context context) {
    Visitor visitor = signIn.visitor(context);
    TaskRow task = queue.inHand(context.pathParam("taskId"), visitor.worker());
    Job job = ofTeam(visitor, task);
    Bodies.answer(context, documents.task(job, task, queue.object(job, task)));
  }

  /** GET /_labelops/api/tasks/{taskId}/page. */
  void page(Context context) {
    Visitor visitor = signIn.visitor(context);
    TaskRow task = queue.inHand(context.pathParam("taskId"), visitor.worker());
    Job job = ofTeam(visitor, task);
    try {
      context.html(documents.page(job, queue.object(job, task)));
    } catch (InvalidTemplate e) {
      refuse(context, TaskDocuments.cannotBeShown(e));
    }
  }

  /** A browser shows a page, a program reads code and message. */
  private static void refuse(Context context, String sentence) {
    String accept = context.header("Accept");
    if (accept == null || !accept.contains("text/html")) {
      throw new PortalError(409, "InvalidTemplate", sentence);
    }
    context.status(409).html(TaskDocuments.pageThatSays(sentence));
  }

  /** POST /_labelops/api/tasks/{taskId}/answer. */
  void answer(Context context) {
    Visitor visitor = signIn.visitor(context);
    String id = context.pathParam("taskId");
    ofTeam(visitor, queue.own(id, visitor.worker()));
    JsonNode body = Bodies.object(context);
    JsonNode content = body.path("answerContent");
    if (!content.isObject()) {
      throw new PortalError(400, "InvalidAnswer", "answerContent must be an object.");
    }
    JsonNode spent = body.path("timeSpentInSeconds");
    if (!spent.isMissingNode() && !isDuration(spent)) {
      throw new PortalError(
          400, "InvalidAnswer", "timeSpentInSeconds must be a number of seconds, 0 or more.");
    }
    queue.answer(id, visitor.worker(), content, spent.asDouble(0));
    context.status(204);
  }

  private static boolean isDuration(JsonNode spent) {
    return spent.isNumber() && spent.asDouble() >= 0 && Double.isFinite(spent.asDouble());
  }

  /** POST /_labelops/api/tasks/{taskId}/decline. */
  void decline(Context context) {
    queue.decline(context.pathParam("taskId"), signIn.visitor(context).worker());
    context.status(204);
  }

  /** POST /_labelops/api/tasks/{taskId}/release. */
  void release(Context context) {
    queue.release(context.pathParam("taskId"), signIn.visitor(context).worker());
    context.status(204);
  }

  private Job ofTeam(Visitor visitor, TaskRow task) {
    Job job = queue.jobOf(task);
    if (!visitor.memberOf(job.workteamArn())) {
      throw PortalError.notAMember();
    }
    return job;
  }
}
