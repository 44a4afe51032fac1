package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.portal.Bodies;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;

/** A template with an object of a job, for its owner. */
record PreviewRoutes(JobAccess access, Preview preview, Clock clock) {
  void register(RoutesConfig routes) {
    routes.post(JobAccess.JOB + "/preview", this::open);
    routes.post(JobAccess.JOB + "/preview/outcome", this::outcome);
  }

  private void open(Context context) {
    Job job = access.job(context);
    JsonNode body = Bodies.object(context);
    Optional<String> text = Json.text(body, "template");
    Optional<String> uri = Json.text(body, "templateS3Uri");
    if (text.isPresent() && uri.isPresent()) {
      throw Parameters.wrong("Send template or templateS3Uri, not both.");
    }
    ObjectRow row = object(job, body);
    Optional<String> template = text.or(() -> uri.map(address -> preview.stored(job, address)));
    context.status(201);
    Bodies.answer(context, preview.open(access.owners().owner(context), job, row, template));
  }

  private void outcome(Context context) {
    Job job = access.job(context);
    JsonNode body = Bodies.object(context);
    JsonNode content = body.path("answerContent");
    if (!content.isObject()) {
      throw Parameters.wrong("answerContent must be an object.");
    }
    Bodies.answer(context, preview.outcome(job, object(job, body), content, clock.instant()));
  }

  private ObjectRow object(Job job, JsonNode body) {
    JsonNode id = body.path("objectId");
    if (!id.canConvertToInt() || !id.isIntegralNumber()) {
      throw Parameters.wrong("objectId must be a whole number.");
    }
    return access.object(job, id.intValue()).row();
  }
}
