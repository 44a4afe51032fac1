package dev.labelops.engine.portal;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.template.HtmlText;
import dev.labelops.engine.labeling.template.InvalidTemplate;
import dev.labelops.engine.labeling.work.TaskQueue;
import dev.labelops.engine.labeling.work.TaskRefusal;
import io.javalin.http.Context;
import java.util.function.Supplier;

/** The rendered templates, each in a frame of its own. */
final class FrameRoutes {
  static final String PATH = "/_labelops/frames/";

  private static final String OVER =
      "This page was already opened, or its task is no longer yours. Reload the portal to continue.";

  private final SignInRoutes signIn;
  private final TaskQueue queue;
  private final TaskDocuments documents;
  private final Tickets tickets;
  private final Previews previews;
  private final AppFiles files;
  private final Supplier<FramePolicy> policy;

  FrameRoutes(
      SignInRoutes signIn,
      TaskQueue queue,
      TaskDocuments documents,
      Tickets tickets,
      Previews previews,
      AppFiles files,
      Supplier<FramePolicy> policy) {
    this.signIn = signIn;
    this.queue = queue;
    this.documents = documents;
    this.tickets = tickets;
    this.previews = previews;
    this.files = files;
    this.policy = policy;
  }

  /** GET /_labelops/frames/{ticket}: what a ticket shows; a page also when it shows nothing. */
  void frame(Context context) {
    context.header("Content-Security-Policy", policy.get().ofTemplate());
    context.header("Cache-Control", "no-store");
    String secret = context.pathParam("ticket");
    Tickets.Ticket ticket = tickets.take(secret).orElse(null);
    if (ticket == null) {
      previews
          .take(secret)
          .ifPresentOrElse(page -> show(context, page), () -> say(context, 410, "TaskGone", OVER));
      return;
    }
    Visitor visitor = signIn.ofSession(ticket.sessionHash()).orElse(null);
    if (visitor == null) {
      say(context, 410, "TaskGone", OVER);
      return;
    }
    try {
      TaskRow task = queue.reserved(ticket.taskId(), visitor.worker());
      Job job = queue.jobOf(task);
      if (!visitor.memberOf(job.workteamArn())) {
        say(context, 403, "NotAMember", PortalError.notAMember().getMessage());
        return;
      }
      String page = documents.page(job, queue.object(job, task));
      show(context, page);
    } catch (InvalidTemplate e) {
      say(context, 409, "InvalidTemplate", TaskDocuments.cannotBeShown(e));
    } catch (TaskRefusal e) {
      say(context, 410, "TaskGone", OVER);
    }
  }

  private void show(Context context, String page) {
    context.html(FramePage.of(page, files.elements(), AppFiles.STYLE));
  }

  /** A browser shows a page, a program reads code and message. */
  private static void say(Context context, int status, String code, String sentence) {
    String accept = context.header("Accept");
    if (accept == null || !accept.contains("text/html")) {
      throw new PortalError(status, code, sentence);
    }
    context
        .status(status)
        .html(
            """
            <!doctype html>
            <html lang="en">
            <meta charset="utf-8">
            <title>This task cannot be shown</title>
            <p role="alert">%s</p>
            </html>
            """
                .formatted(HtmlText.escape(sentence)));
  }
}
