package dev.labelops.engine.portal;

import dev.labelops.engine.EngineSettings;
import dev.labelops.engine.cognito.UserDirectory;
import dev.labelops.engine.front.AttemptLimit;
import dev.labelops.engine.front.ClientAddress;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.work.LookAhead;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.labeling.work.TaskRefusal;
import dev.labelops.engine.s3.ObjectLinks;
import dev.labelops.engine.sagemaker.workforce.Workteams;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * The portal's HTTP surface below {@code /_labelops/}: the browser apps, sign-in of workers and
 * owners, and the task API; documented in docs/reference/task-api.md.
 */
public final class Portal {
  private static final String API = "/_labelops/api";

  private final SignInRoutes signIn;
  private final OwnerSignIn owners;
  private final TaskRoutes tasks;
  private final ViolationRoutes violations;
  private final FrameRoutes frames;
  private final Previews previews;
  private final AppFiles files;
  private final ResponseRules rules;

  /**
   * @param address the engine's public address, known once it listens
   */
  public Portal(
      Jdbi jdbi,
      EngineSettings settings,
      Supplier<URI> address,
      UserDirectory users,
      AttemptLimit attempts,
      Workteams teams,
      TaskQueue queue,
      ObjectLinks links,
      Clock clock) {
    ClientAddress addresses = new ClientAddress(settings.trustedProxies());
    Optional<String> apart = settings.frames().origin().map(FramePolicy::origin);
    Supplier<FramePolicy> policy =
        () -> {
          String engine = FramePolicy.origin(address.get());
          return new FramePolicy(settings.frames().hosts(), engine, apart.orElse(engine));
        };
    this.previews = new Previews(jdbi, apart.orElse(""), clock);
    LookAhead ahead = new LookAhead(jdbi, queue, clock);
    Tickets tickets = new Tickets(jdbi, clock);
    TaskDocuments documents = new TaskDocuments(links);
    this.signIn =
        new SignInRoutes(
            users,
            teams,
            new Sessions(jdbi, clock),
            addresses,
            new SessionCookie("labelops_session", addresses, address),
            ahead::giveBack,
            clock);
    this.owners =
        new OwnerSignIn(
            jdbi,
            settings.keys(),
            users,
            previews,
            attempts,
            addresses,
            new SessionCookie("labelops_owner", addresses, address),
            clock);
    this.files = new AppFiles(policy);
    this.tasks = new TaskRoutes(signIn, queue, ahead, documents, tickets, apart.orElse(""));
    this.violations = new ViolationRoutes(signIn, queue, new Violations(jdbi, clock));
    this.frames = new FrameRoutes(signIn, queue, documents, tickets, previews, files, policy);
    this.rules = new ResponseRules(addresses, address, apart);
  }

  /** Knows which owner sends a request. */
  public OwnerSignIn owners() {
    return owners;
  }

  /** Shows owners pages in frames. */
  public Previews previews() {
    return previews;
  }

  /** Adds the routes to a server. */
  public void register(RoutesConfig routes) {
    routes.before("/_labelops/*", rules::before);
    files.register(routes, "portal");
    files.register(routes, "owner");
    routes.get("/_labelops/elements/{file}", files::element);
    routes.get(FrameRoutes.PATH + "{ticket}", frames::frame);
    routes.post(API + "/sessions", signIn::signIn);
    routes.get(API + "/sessions/current", signIn::current);
    routes.delete(API + "/sessions/current", signIn::signOut);
    routes.post(API + "/owner/sessions", owners::signIn);
    routes.get(API + "/owner/sessions/current", owners::current);
    routes.delete(API + "/owner/sessions/current", owners::signOut);
    routes.get(API + "/jobs", tasks::jobs);
    routes.get(API + "/progress", tasks::progress);
    routes.post(API + "/jobs/{jobName}/tasks", tasks::take);
    routes.get(API + "/tasks/{taskId}", tasks::task);
    routes.post(API + "/tasks/{taskId}/shown", tasks::shown);
    routes.post(API + "/tasks/{taskId}/violations", violations::report);
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
      case TooManyInHand -> 409;
      case InvalidAnswer -> 400;
    };
  }

  private static void refuse(Context context, int status, String code, String message) {
    context.status(status);
    Bodies.answer(context, Json.object().put("code", code).put("message", message));
  }
}
