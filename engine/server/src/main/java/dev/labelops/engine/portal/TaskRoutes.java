package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.work.LookAhead;
import dev.labelops.engine.labeling.work.Progress;
import dev.labelops.engine.labeling.work.TaskQueue;
import io.javalin.http.Context;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.stream.Stream;

/** The task API: jobs with work, taking, answering, giving back. */
final class TaskRoutes {
  private final SignInRoutes signIn;
  private final TaskQueue queue;
  private final LookAhead ahead;
  private final TaskDocuments documents;
  private final Tickets tickets;
  private final String frames;

  /**
   * @param frames origin of the frames; empty: that of the portal
   */
  TaskRoutes(
      SignInRoutes signIn,
      TaskQueue queue,
      LookAhead ahead,
      TaskDocuments documents,
      Tickets tickets,
      String frames) {
    this.signIn = signIn;
    this.queue = queue;
    this.ahead = ahead;
    this.documents = documents;
    this.tickets = tickets;
    this.frames = frames;
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
    String after = context.queryParam("after");
    Optional<TaskRow> task =
        after == null
            ? queue.take(job.id(), visitor.worker())
            : ahead.take(job.id(), after, visitor.worker());
    if (task.isEmpty()) {
      context.status(204);
      return;
    }
    context.status(201);
    // Between the two look-ups the job may have got its template.
    answer(context, visitor, queue.jobOf(task.get()), task.get());
  }

  private void answer(Context context, Visitor visitor, Job job, TaskRow task) {
    String ticket =
        tickets.give(new Tickets.Ticket(task.id(), visitor.sessionHash()), task.leaseUntil());
    String url = frames + FrameRoutes.PATH + ticket;
    Bodies.answer(context, documents.task(job, task, queue.object(job, task), url));
  }

  private Stream<Job> found(Visitor visitor, String name) {
    return visitor.teams().stream()
        .flatMap(team -> queue.job(new JobKey(team.accountId(), team.region(), name)).stream())
        .filter(job -> visitor.memberOf(job.workteamArn()));
  }

  /** GET /_labelops/api/tasks/{taskId}. */
  void task(Context context) {
    Visitor visitor = signIn.visitor(context);
    TaskRow task = queue.reserved(context.pathParam("taskId"), visitor.worker());
    answer(context, visitor, ofTeam(visitor, task), task);
  }

  /** POST /_labelops/api/tasks/{taskId}/shown. */
  void shown(Context context) {
    Visitor visitor = signIn.visitor(context);
    String id = context.pathParam("taskId");
    Job job = ofTeam(visitor, queue.own(id, visitor.worker()));
    answer(context, visitor, job, ahead.shown(id, visitor.worker()));
  }

  /** GET /_labelops/api/progress. */
  void progress(Context context) {
    Visitor visitor = signIn.visitor(context);
    Progress progress = queue.progress(visitor.worker(), since(context));
    int waiting =
        visitor.teams().stream()
            .flatMap(team -> queue.jobs(team.arn()).stream())
            .mapToInt(job -> queue.available(job, visitor.worker()))
            .sum();
    ObjectNode document = Json.object();
    document.put("answeredToday", progress.answered());
    document.put("medianSeconds", progress.medianSeconds().orElse(null));
    document.put("waiting", waiting);
    Bodies.answer(context, document);
  }

  /** Where the worker's day began, which only the browser knows; empty: at midnight, UTC. */
  private static Optional<Instant> since(Context context) {
    String text = context.queryParam("since");
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeParseException e) {
      throw new PortalError(
          400,
          "InvalidSince",
          "since must be a time as in 2026-11-29T22:00:00Z, for example the start of the worker's"
              + " day.");
    }
  }

  /** POST /_labelops/api/tasks/{taskId}/answer. */
  void answer(Context context) {
    Visitor visitor = signIn.visitor(context);
    String id = context.pathParam("taskId");
    Job job = ofTeam(visitor, queue.own(id, visitor.worker()));
    JsonNode body = Bodies.object(context, job.type().mostAnswerBytes());
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
