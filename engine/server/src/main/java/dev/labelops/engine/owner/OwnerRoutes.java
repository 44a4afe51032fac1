package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.WorkerTable;
import dev.labelops.engine.labeling.task.LabelFile;
import dev.labelops.engine.owner.Agreement.Shared;
import dev.labelops.engine.owner.ObjectSearch.Found;
import dev.labelops.engine.owner.ObjectSearch.Place;
import dev.labelops.engine.owner.ObjectSearch.Wanted;
import dev.labelops.engine.portal.Bodies;
import dev.labelops.engine.portal.OwnerSignIn;
import dev.labelops.engine.portal.PortalError;
import dev.labelops.engine.portal.Previews;
import dev.labelops.engine.portal.Violations;
import dev.labelops.engine.portal.Violations.Violation;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.s3.ObjectStores;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * What the owner of labeling jobs reads of them, below {@code /_labelops/api/owner/}; documented in
 * docs/reference/owner-api.md. What belongs to another account is 404.
 */
public final class OwnerRoutes {
  private static final String API = "/_labelops/api/owner";
  private static final String JOB = JobAccess.JOB;

  private final Jdbi jdbi;
  private final OwnerSignIn owners;
  private final UserDirectory users;
  private final ObjectLinks links;
  private final Violations violations;
  private final JobAccess access;
  private final PreviewRoutes previews;
  private final DecisionRoutes decisions;
  private final Clock clock;

  /**
   * @param owners knows who asks
   * @param previews shows owners pages in frames
   * @param objects where manifests are written
   */
  public OwnerRoutes(
      Jdbi jdbi,
      OwnerSignIn owners,
      Previews previews,
      UserDirectory users,
      ObjectStores objects,
      ObjectLinks links,
      Clock clock) {
    this.jdbi = jdbi;
    this.owners = owners;
    this.users = users;
    this.links = links;
    this.violations = new Violations(jdbi, clock);
    this.access = new JobAccess(jdbi, owners);
    this.previews = new PreviewRoutes(access, new Preview(objects, links, previews), clock);
    this.decisions = new DecisionRoutes(access, new Manifests(jdbi, objects, clock), jdbi, clock);
    this.clock = clock;
  }

  /** Adds the routes to a server. */
  public void register(RoutesConfig routes) {
    routes.get(API + "/jobs", this::jobs);
    routes.get(JOB, this::job);
    routes.get(JOB + "/objects", this::objects);
    routes.get(JobAccess.OBJECT, this::object);
    routes.get(JobAccess.OBJECT + "/answers/{workerId}/file", this::file);
    routes.get(JOB + "/workers", this::workers);
    previews.register(routes);
    decisions.register(routes);
  }

  private void jobs(Context context) {
    String account = owners.owner(context).accountId();
    int limit = Parameters.limit(context);
    Bodies.answer(
        context,
        jdbi.inTransaction(
            handle -> {
              List<Job> page =
                  new OwnedJobs(handle, account).page(Parameters.mark(context), limit + 1);
              List<Job> shown = page.subList(0, Math.min(limit, page.size()));
              ObjectNode answer = Json.object();
              ArrayNode jobs = answer.putArray("jobs");
              JobDocuments documents = new JobDocuments(handle, clock.instant());
              shown.forEach(job -> jobs.add(documents.summary(job)));
              answer.put(
                  "next",
                  page.size() > limit ? Parameters.next(OwnedJobs.Mark.of(shown.getLast())) : null);
              return answer;
            }));
  }

  private void job(Context context) {
    Job job = access.job(context);
    List<Violation> blocked = violations.of(job.id());
    Bodies.answer(
        context,
        jdbi.inTransaction(
            handle -> new JobDocuments(handle, clock.instant()).detail(job, blocked)));
  }

  private void objects(Context context) {
    Job job = access.job(context);
    Wanted wanted = Parameters.wanted(context);
    Found found =
        jdbi.inTransaction(
            handle -> new ObjectSearch(handle, job.id(), ObjectDocuments.isMask(job)).find(wanted));
    List<Integer> ids = found.places().stream().map(Place::objectId).toList();
    ObjectDocuments documents = documents(job);
    boolean answers = Parameters.answers(context);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("objects");
    jdbi.inTransaction(handle -> AnsweredObject.list(handle, job.id(), ids))
        .forEach(
            object -> list.add(answers ? documents.compared(object) : documents.summary(object)));
    answer.put("next", found.next().map(Parameters::next).orElse(null));
    Bodies.answer(context, answer);
  }

  private void object(Context context) {
    Job job = access.job(context);
    AnsweredObject object = access.object(context, job);
    Bodies.answer(context, documents(job).detail(object));
  }

  /** The file of the label that one answer alone gives: a mask. */
  private void file(Context context) throws IOException {
    Job job = access.job(context);
    AnsweredObject object = access.object(context, job);
    String worker = context.pathParam("workerId");
    if (object.answerOf(worker).isEmpty()) {
      throw new PortalError(
          404,
          "AnswerNotFound",
          "The worker %s has no answer for object %d.".formatted(worker, object.row().objectId()));
    }
    OneAnswer answer = OneAnswer.of(job, object, worker, clock.instant(), job.spec().outputRoot());
    if (answer.files().isEmpty()) {
      throw new PortalError(
          404, "FileNotFound", "Labels of this task type have no file: read the label.");
    }
    LabelFile file = answer.files().getFirst();
    context.contentType(file.contentType());
    file.content().writeTo(context.outputStream());
  }

  private ObjectDocuments documents(Job job) {
    return new ObjectDocuments(links, new Usernames(users), job);
  }

  private void workers(Context context) {
    Job job = access.job(context);
    ObjectNode answer = Json.object();
    ArrayNode list = answer.putArray("workers");
    Usernames usernames = new Usernames(users);
    Map<String, Shared> agreement =
        ObjectDocuments.isMask(job)
            ? Map.of()
            : jdbi.inTransaction(handle -> Agreement.of(handle, job.id()));
    jdbi.inTransaction(handle -> new WorkerTable(handle, job.id()).all())
        .forEach(
            worker ->
                list.add(
                    worker(
                        worker, usernames, Optional.ofNullable(agreement.get(worker.workerId())))));
    Bodies.answer(context, answer);
  }

  private static ObjectNode worker(
      WorkerTable.Worker worker, Usernames usernames, Optional<Shared> agreement) {
    ObjectNode document =
        Json.object()
            .put("workerId", worker.workerId())
            .put("username", usernames.of(worker.userPoolId(), worker.workerSub()).orElse(null))
            .put("answers", worker.answers())
            .put("medianSeconds", worker.medianSeconds());
    document.set(
        "quality",
        worker
            .quality()
            .map(
                quality ->
                    Json.object()
                        .put("estimate", quality.value())
                        .put("low", quality.low())
                        .put("high", quality.high())
                        .put("compared", quality.compared()))
            .orElse(null));
    document.set(
        "agreement",
        agreement
            .map(
                shared ->
                    Json.object().put("share", shared.share()).put("objects", shared.objects()))
            .orElse(null));
    return document;
  }
}
