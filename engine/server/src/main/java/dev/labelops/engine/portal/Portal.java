package dev.labelops.engine.portal;

import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.labeling.work.TaskRefusal;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import org.jdbi.v3.core.Jdbi;

/**
 * The worker portal's HTTP surface below {@code /_labelops/}; documented in
 * docs/reference/task-api.md.
 */
public final class Portal {
  private static final String API = "/_labelops/api";

  private static final String WELCOME =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>LabelOps worker portal</title>
      <h1>LabelOps worker portal</h1>
      <p>Labeling happens through the task API:</p>
      <ol>
      <li>Sign in: <code>POST /_labelops/api/sessions</code> with <code>username</code>,
      <code>password</code> and, the first time, <code>newPassword</code>.</li>
      <li>List the jobs that have tasks: <code>GET /_labelops/api/jobs</code>.</li>
      <li>Take a task: <code>POST /_labelops/api/jobs/{jobName}/tasks</code>.</li>
      <li>Answer it: <code>POST /_labelops/api/tasks/{taskId}/answer</code>, or give it back with
      <code>decline</code> or <code>release</code>.</li>
      </ol>
      </html>
      """;

  private final SignInRoutes signIn;
  private final TaskRoutes tasks;

  public Portal(
      Jdbi jdbi,
      UserDirectory users,
      Workteams teams,
      TaskQueue queue,
      ObjectLinks links,
      ClientAddress addresses,
      Clock clock) {
    this.signIn = new SignInRoutes(users, teams, new Sessions(jdbi, clock), addresses);
    this.tasks = new TaskRoutes(signIn, queue, new TaskDocuments(links));
  }

  /** Adds the routes to a server. */
  public void register(RoutesConfig routes) {
    routes.get("/_labelops/portal", context -> context.html(WELCOME));
    routes.get("/_labelops/portal/", context -> context.html(WELCOME));
    routes.post(API + "/sessions", signIn::signIn);
    routes.delete(API + "/sessions/current", signIn::signOut);
    routes.get(API + "/jobs", tasks::jobs);
    routes.post(API + "/jobs/{jobName}/tasks", tasks::take);
    routes.get(API + "/tasks/{taskId}", tasks::task);
    routes.get(API + "/tasks/{taskId}/page", tasks::page);
    routes.post(API + "/tasks/{taskId}/answer", tasks::answer);
    routes.post(API + "/tasks/{taskId}/decline", tasks::decline);
    routes.post(API + "/tasks/{taskId}/release", tasks::release);
    routes.exception(
        PortalError.class,
        (e, context) -> {
          e.retryAfter()
              .ifPresent(wait -> context.header("Retry-After", String.valueOf(wait.toSeconds())));
          refuse(context, e.status(), e.code(), e.getMessage());
        });
    routes.exception(
        TaskRefusal.class,
        (e, context) -> refuse(context, status(e.kind()), e.kind().name(), e.getMessage()));
  }

  private static int status(TaskRefusal.Kind kind) {
    return switch (kind) {
      case TaskNotFound -> 404;
      case TaskGone -> 410;
      case TaskAlreadyAnswered -> 409;
      case InvalidAnswer -> 400;
    };
  }

  private static void refuse(Context context, int status, String code, String message) {
    context.status(status);
    Bodies.answer(context, Json.object().put("code", code).put("message", message));
  }
}
