package dev.labelops.engine.owner;

import dev.labelops.engine.labeling.job.Micros;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Batches, runs and their logs of one job, in one transaction. */
record History(Handle handle, long jobId) {
  /**
   * A batch.
   *
   * @param iteration its number, from 1
   * @param size objects that were sent to workers
   * @param finishedAt empty while workers label it
   * @param outcomes objects by their state, of the batch and of the round after it
   */
  record Batch(
      int iteration,
      int size,
      Instant publishedAt,
      Optional<Instant> finishedAt,
      Map<State, Integer> outcomes) {
    int count(State state) {
      return outcomes.getOrDefault(state, 0);
    }
  }

  /**
   * A learning run.
   *
   * @param round number of the batch that it follows; 0: before the first
   * @param state Queued, Running, Succeeded, Failed or Cancelled
   * @param startedAt of the present attempt
   */
  record LearningRun(
      int round,
      String state,
      int attempts,
      Optional<String> progress,
      Optional<String> failure,
      Instant queuedAt,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt) {
    boolean ended() {
      return endedAt.isPresent();
    }
  }

  /**
   * A line of a run's log.
   *
   * @param round of the run
   */
  record LogLine(int round, Instant at, String text) {}

  /** All batches, the first one first. */
  List<Batch> batches() {
    Map<Integer, Map<State, Integer>> outcomes = outcomes();
    return handle
        .createQuery(
            "SELECT iteration, size, published_at, finished_at FROM labeling_batch"
                + " WHERE job_id = :job ORDER BY iteration")
        .bind("job", jobId)
        .map(
            (row, context) ->
                new Batch(
                    row.getInt("iteration"),
                    row.getInt("size"),
                    Micros.instant(row.getLong("published_at")),
                    time(row.getObject("finished_at", Long.class)),
                    outcomes.getOrDefault(row.getInt("iteration"), Map.of())))
        .list();
  }

  private Map<Integer, Map<State, Integer>> outcomes() {
    Map<Integer, Map<State, Integer>> outcomes = new TreeMap<>();
    handle
        .createQuery(
            "SELECT iteration, state, COUNT(*) AS objects FROM labeling_object"
                + " WHERE job_id = :job AND iteration > 0"
                + " AND state IN ('Human', 'Machine', 'Failed') GROUP BY iteration, state")
        .bind("job", jobId)
        .map(
            (row, context) ->
                outcomes
                    .computeIfAbsent(row.getInt("iteration"), n -> new EnumMap<>(State.class))
                    .put(State.valueOf(row.getString("state")), row.getInt("objects")))
        .list();
    return outcomes;
  }

  /** The learning runs, the first one first. */
  List<LearningRun> runs() {
    return handle
        .createQuery(
            "SELECT round, state, attempts, progress, failure, created_at, started_at, ended_at"
                + " FROM labeling_run WHERE job_id = :job ORDER BY round, created_at")
        .bind("job", jobId)
        .map(
            (row, context) ->
                new LearningRun(
                    row.getInt("round"),
                    row.getString("state"),
                    row.getInt("attempts"),
                    Optional.ofNullable(row.getString("progress")),
                    Optional.ofNullable(row.getString("failure")),
                    Micros.instant(row.getLong("created_at")),
                    time(row.getObject("started_at", Long.class)),
                    time(row.getObject("ended_at", Long.class))))
        .list();
  }

  /** What the runs logged, the newest line first. */
  List<LogLine> log(int limit) {
    return handle
        .createQuery(
            "SELECT r.round, l.at, l.line FROM labeling_run_log l"
                + " JOIN labeling_run r ON r.id = l.run_id WHERE r.job_id = :job"
                + " ORDER BY l.id DESC FETCH FIRST :limit ROWS ONLY")
        .bind("job", jobId)
        .bind("limit", limit)
        .map(
            (row, context) ->
                new LogLine(
                    row.getInt("round"), Micros.instant(row.getLong("at")), row.getString("line")))
        .list();
  }

  private static Optional<Instant> time(Long micros) {
    return Optional.ofNullable(micros).map(Micros::instant);
  }
}
