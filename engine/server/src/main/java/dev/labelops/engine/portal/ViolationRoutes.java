package dev.labelops.engine.portal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.work.TaskQueue;
import io.javalin.http.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Takes from the portal what a task's page could not load or do. */
final class ViolationRoutes {
  private static final int MOST = 20;
  private static final Pattern DIRECTIVE = Pattern.compile("[a-z][a-z-]*");
  private static final Pattern VARIANT = Pattern.compile("-(elem|attr)$");
  private static final Pattern ADDRESS =
      Pattern.compile("^[a-z]+://[^?#]*", Pattern.CASE_INSENSITIVE);

  private record Report(String directive, String blocked) {}

  private final SignInRoutes signIn;
  private final TaskQueue queue;
  private final Violations violations;

  ViolationRoutes(SignInRoutes signIn, TaskQueue queue, Violations violations) {
    this.signIn = signIn;
    this.queue = queue;
    this.violations = violations;
  }

  /** POST /_labelops/api/tasks/{taskId}/violations. */
  void report(Context context) {
    Visitor visitor = signIn.visitor(context);
    TaskRow task = queue.own(context.pathParam("taskId"), visitor.worker());
    JsonNode listed = Bodies.object(context).path("violations");
    if (!listed.isArray() || listed.size() > MOST) {
      throw wrong("violations must be a list of at most " + MOST + " objects.");
    }
    List<Report> reports = new ArrayList<>();
    listed.forEach(one -> reports.add(checked(one)));
    reports.stream()
        .distinct()
        .forEach(report -> violations.add(task.jobId(), report.directive(), report.blocked()));
    context.status(204);
  }

  private static Report checked(JsonNode one) {
    String directive = VARIANT.matcher(one.path("directive").asText("")).replaceFirst("");
    String blocked = one.path("blocked").asText("").strip();
    if (!DIRECTIVE.matcher(directive).matches()
        || directive.length() > Violations.LONGEST_DIRECTIVE) {
      throw wrong(
          "directive must be the name of a Content-Security-Policy directive or script-error.");
    }
    if (blocked.isEmpty()) {
      throw wrong("blocked must be a string.");
    }
    return new Report(directive, bounded(blocked));
  }

  // Addresses of objects are signed in their query, which is nobody's business.
  private static String bounded(String blocked) {
    var address = ADDRESS.matcher(blocked);
    String text = address.find() ? address.group() : blocked;
    String printable = text.replaceAll("\\p{Cntrl}", " ");
    return printable.substring(0, Math.min(printable.length(), Violations.LONGEST_BLOCKED));
  }

  private static PortalError wrong(String message) {
    return new PortalError(400, "MalformedRequest", message);
  }
}
