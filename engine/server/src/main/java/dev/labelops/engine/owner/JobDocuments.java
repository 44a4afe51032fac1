package dev.labelops.engine.owner;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.labelops.engine.front.Json;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.ObjectTable.FailureCount;
import dev.labelops.engine.labeling.job.RoundTable;
import dev.labelops.engine.owner.History.Batch;
import dev.labelops.engine.owner.History.LearningRun;
import dev.labelops.engine.portal.Violations.Violation;
import dev.labelops.groundtruth.RoundReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Jobs as their owner sees them, in one transaction. */
record JobDocuments(Handle handle, Instant now) {
  private static final int MOST_EVENTS = 200;

  /** A job in a list. */
  ObjectNode summary(Job job) {
    List<RoundReport> reports = new RoundTable(handle, job.id()).reports();
    Activity activity = Activity.of(handle, job, now);
    ObjectNode document = Json.object();
    document.put("jobArn", job.arn());
    document.put("region", job.key().region());
    document.put("jobName", job.key().jobName());
    document.put("title", job.spec().title().orElse(""));
    document.put("taskType", job.type().facts().name());
    document.put("status", job.status().name());
    job.failureReason().ifPresent(reason -> document.put("failureReason", reason));
    document.put("createdAt", job.createdAt().toString());
    document.put("endedAt", job.status().terminal() ? job.modifiedAt().toString() : null);
    document
        .putObject("counters")
        .put("total", job.counters().objects())
        .put("human", job.counters().human())
        .put("machine", job.counters().machine())
        .put("input", job.counters().kept())
        .put("failed", job.counters().failed())
        .put("unlabeled", job.counters().unlabeled());
    document.put("rounds", reports.size());
    if (!reports.isEmpty()) {
      document.set("lastRound", report(reports.getLast()));
    }
    document.put("answersPerHour", activity.answersPerHour().orElse(null));
    document.put("estimatedEnd", activity.estimatedEnd().map(Instant::toString).orElse(null));
    document.put("workersActive", activity.workersActive());
    return document;
  }

  /**
   * A job with all that happened to it.
   *
   * @param blocked what its template could not load
   */
  ObjectNode detail(Job job, List<Violation> blocked) {
    History history = new History(handle, job.id());
    List<Batch> batches = history.batches();
    List<LearningRun> runs = history.runs();
    ObjectNode document = summary(job);
    document.put("automated", job.spec().automated());
    document.put("workersPerObject", job.spec().workersPerObject());
    document.put("labelAttributeName", job.spec().labelAttributeName());
    document.put("acceptedAnswers", new AcceptedTable(handle, job.id()).count());
    document.put("output", job.spec().outputRoot().toString());
    ArrayNode labels = document.putArray("labels");
    job.labels().names().forEach(labels::add);
    ArrayNode reports = document.putArray("reports");
    new RoundTable(handle, job.id()).reports().forEach(report -> reports.add(report(report)));
    current(runs).ifPresent(run -> document.set("run", run(run)));
    ArrayNode list = document.putArray("batches");
    batches.forEach(batch -> list.add(batch(batch)));
    ArrayNode events = document.putArray("events");
    Events.of(job, batches, failures(job, batches), runs, history.log(MOST_EVENTS), MOST_EVENTS)
        .forEach(
            event -> events.addObject().put("at", event.at().toString()).put("text", event.text()));
    ArrayNode hosts = document.putArray("blocked");
    blocked.forEach(
        one ->
            hosts
                .addObject()
                .put("directive", one.directive())
                .put("blocked", one.blocked())
                .put("count", one.times())
                .put("lastAt", one.lastAt().toString()));
    return document;
  }

  private Map<Integer, List<FailureCount>> failures(Job job, List<Batch> batches) {
    Map<Integer, List<FailureCount>> failures = new HashMap<>();
    ObjectTable objects = new ObjectTable(handle, job.id());
    batches.stream()
        .filter(batch -> batch.count(State.Failed) > 0)
        .sorted(Comparator.comparing(Batch::iteration).reversed())
        .limit(MOST_EVENTS / 4)
        .forEach(batch -> failures.put(batch.iteration(), objects.failures(batch.iteration())));
    return failures;
  }

  /** The one that has not ended, the earliest first: the next waits for it. Else the last one. */
  private static Optional<LearningRun> current(List<LearningRun> runs) {
    return runs.stream()
        .filter(run -> !run.ended())
        .findFirst()
        .or(() -> runs.isEmpty() ? Optional.empty() : Optional.of(runs.getLast()));
  }

  private static ObjectNode run(LearningRun run) {
    return Json.object()
        .put("round", run.round())
        .put("state", run.state())
        .put("attempts", run.attempts())
        .put("progress", run.progress().orElse(null))
        .put("failure", run.failure().orElse(null))
        .put("startedAt", run.startedAt().map(Instant::toString).orElse(null))
        .put("endedAt", run.endedAt().map(Instant::toString).orElse(null));
  }

  private static ObjectNode batch(Batch batch) {
    return Json.object()
        .put("iteration", batch.iteration())
        .put("size", batch.size())
        .put("publishedAt", batch.publishedAt().toString())
        .put("finishedAt", batch.finishedAt().map(Instant::toString).orElse(null))
        .put("human", batch.count(State.Human))
        .put("machine", batch.count(State.Machine))
        .put("failed", batch.count(State.Failed));
  }

  private static ObjectNode report(RoundReport report) {
    return Json.MAPPER.valueToTree(report);
  }
}
