package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.portal.Bodies;
import dev.labelops.engine.portal.PortalError;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Jdbi;

/** What an owner decides about doubtful labels. Label and output of the job stay as they are. */
record DecisionRoutes(JobAccess access, Manifests manifests, Jdbi jdbi, Clock clock) {
  private static final int MOST_AGAIN = 10_000;

  void register(RoutesConfig routes) {
    routes.post(JobAccess.JOB + "/label-again", this::again);
    routes.put(JobAccess.OBJECT + "/accepted", this::accept);
    routes.delete(JobAccess.OBJECT + "/accepted", this::withdraw);
    routes.post(JobAccess.JOB + "/accepted", this::write);
  }

  private void again(Context context) {
    Job job = access.job(context);
    SortedMap<Integer, Optional<String>> chosen = chosen(Bodies.object(context));
    String manifest = manifests.again(job, chosen).toString();
    context.status(201);
    Bodies.answer(context, Json.object().put("manifest", manifest).put("objects", chosen.size()));
  }

  /** {@code objectIds} with the label of the job, {@code fix} with the answer of a worker. */
  private static SortedMap<Integer, Optional<String>> chosen(JsonNode body) {
    SortedMap<Integer, Optional<String>> chosen = new TreeMap<>();
    JsonNode listed = body.path("objectIds");
    JsonNode fix = body.path("fix");
    if (!listed.isMissingNode() && !listed.isArray() || !fix.isMissingNode() && !fix.isArray()) {
      throw wrong();
    }
    for (JsonNode id : listed) {
      chosen.put(id(id), Optional.empty());
    }
    for (JsonNode one : fix) {
      String worker =
          Json.text(one, "workerId")
              .orElseThrow(() -> Parameters.wrong("Each of fix must have objectId and workerId."));
      if (chosen.put(id(one.path("objectId")), Optional.of(worker)) != null) {
        throw Parameters.wrong(
            "Object %d is chosen twice.".formatted(one.path("objectId").intValue()));
      }
    }
    if (chosen.isEmpty() || chosen.size() > MOST_AGAIN) {
      throw wrong();
    }
    return chosen;
  }

  private static int id(JsonNode id) {
    if (!id.canConvertToInt() || !id.isIntegralNumber()) {
      throw Parameters.wrong("objectIds must be a list of whole numbers, as objectId of fix.");
    }
    return id.intValue();
  }

  private static PortalError wrong() {
    return Parameters.wrong(
        "objectIds and fix must be lists of 1 to " + MOST_AGAIN + " objects together.");
  }

  private void accept(Context context) {
    Job job = access.job(context);
    AnsweredObject object = access.object(context, job);
    String worker =
        Json.text(Bodies.object(context), "workerId")
            .orElseThrow(() -> Parameters.wrong("workerId must be a string."));
    int id = object.row().objectId();
    if (object.row().state() != State.Human) {
      throw Manifests.notLabeled(id);
    }
    // Whether a label can be had of it is found out now, and not when the manifest is written.
    OneAnswer.of(job, object, worker, clock.instant(), job.spec().outputRoot());
    jdbi.useTransaction(
        handle -> new AcceptedTable(handle, job.id()).accept(id, worker, clock.instant()));
    context.status(204);
  }

  private void withdraw(Context context) {
    Job job = access.job(context);
    int id = access.object(context, job).row().objectId();
    jdbi.useTransaction(handle -> new AcceptedTable(handle, job.id()).withdraw(id));
    context.status(204);
  }

  private void write(Context context) {
    Job job = access.job(context);
    int accepted = jdbi.withHandle(handle -> new AcceptedTable(handle, job.id()).count());
    if (accepted == 0) {
      throw new PortalError(
          409, "NothingAccepted", "No answer of this job is accepted. Accept one first.");
    }
    String manifest = manifests.accepted(job).toString();
    context.status(201);
    Bodies.answer(context, Json.object().put("manifest", manifest).put("accepted", accepted));
  }
}
