package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable.FailureCount;
import dev.labelops.engine.owner.History.Batch;
import dev.labelops.engine.owner.History.LearningRun;
import dev.labelops.engine.owner.History.LogLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What happened to a job, as sentences. Pure. */
final class Events {
  /**
   * @param at when
   * @param text what, for people
   */
  record Event(Instant at, String text) {}

  private Events() {}

  /**
   * The newest events, the newest one first.
   *
   * @param failures why objects of a batch failed, by the batch's number
   */
  static List<Event> of(
      Job job,
      List<Batch> batches,
      Map<Integer, List<FailureCount>> failures,
      List<LearningRun> runs,
      List<LogLine> log,
      int limit) {
    List<Event> events = new ArrayList<>();
    events.add(new Event(job.createdAt(), "The job was created."));
    job.startedAt().ifPresent(at -> events.add(new Event(at, "The job started.")));
    job.stoppingAt().ifPresent(at -> events.add(new Event(at, "The job is to stop.")));
    if (job.status().terminal()) {
      String reason = job.failureReason().map(why -> " " + why).orElse("");
      events.add(new Event(job.modifiedAt(), "The job is " + job.status() + "." + reason));
    }
    for (Batch batch : batches) {
      ofBatch(batch, failures.getOrDefault(batch.iteration(), List.of()), events);
    }
    runs.forEach(run -> ofRun(run, events));
    log.forEach(
        line -> events.add(new Event(line.at(), "Round " + line.round() + ": " + line.text())));
    return events.stream().sorted(Comparator.comparing(Event::at).reversed()).limit(limit).toList();
  }

  private static void ofBatch(Batch batch, List<FailureCount> failures, List<Event> events) {
    String name = "Batch " + batch.iteration();
    events.add(
        new Event(
            batch.publishedAt(), name + ": " + objects(batch.size()) + " sent to the workers."));
    batch
        .finishedAt()
        .ifPresent(
            at -> {
              events.add(
                  new Event(
                      at,
                      "%s finished: %s labeled by people, %d failed."
                          .formatted(
                              name, objects(batch.count(State.Human)), batch.count(State.Failed))));
              failures.forEach(
                  failure ->
                      events.add(
                          new Event(
                              at,
                              "%s: %s failed, the first is line %d of the manifest: %s"
                                  .formatted(
                                      name,
                                      objects(failure.objects()),
                                      failure.first() + 1,
                                      failure.reason()))));
            });
  }

  private static void ofRun(LearningRun run, List<Event> events) {
    String name = "Round " + run.round();
    run.startedAt()
        .ifPresent(at -> events.add(new Event(at, name + ": the learning run started.")));
    run.endedAt()
        .ifPresent(
            at ->
                events.add(
                    new Event(
                        at,
                        run.failure()
                            .map(why -> name + ": the learning run failed: " + why)
                            .orElse(name + ": the learning run ended (" + run.state() + ")."))));
  }

  private static String objects(int count) {
    return count + (count == 1 ? " object" : " objects");
  }
}
