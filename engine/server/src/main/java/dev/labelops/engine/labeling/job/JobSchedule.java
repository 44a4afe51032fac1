package dev.labelops.engine.labeling.job;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * The columns of {@code labeling_job} for when a job is due and how often its step was tried,
 * within one transaction.
 */
public record JobSchedule(Handle handle) {
  /**
   * Counts a step as begun before anything is done, so that also one that ends the engine counts.
   *
   * @return how the step has gone so far, this time included; empty when the job is not due
   */
  public Optional<StepTries> beginStep(long id, Instant now) {
    int due =
        handle
            .createUpdate(
                "UPDATE labeling_job SET step_tries = step_tries + 1"
                    + " WHERE id = :id AND due_at <= :now")
            .bind("id", id)
            .bind("now", Micros.of(now))
            .execute();
    return due == 0 ? Optional.empty() : Optional.of(stepTries(id));
  }

  /** Counts an error that ended the step. */
  public StepTries stepFailed(long id, Instant now) {
    handle
        .createUpdate(
            "UPDATE labeling_job SET step_failures = step_failures + 1,"
                + " failing_since = COALESCE(failing_since, :now) WHERE id = :id")
        .bind("id", id)
        .bind("now", Micros.of(now))
        .execute();
    return stepTries(id);
  }

  /** Forgets the tries: the step ended well, or was given up. */
  public void stepDone(long id) {
    handle
        .createUpdate(
            "UPDATE labeling_job SET step_tries = 0, step_failures = 0, failing_since = NULL"
                + " WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  private StepTries stepTries(long id) {
    return handle
        .createQuery(
            "SELECT step_tries, step_failures, failing_since FROM labeling_job WHERE id = :id")
        .bind("id", id)
        .map(
            (row, context) ->
                new StepTries(
                    row.getInt("step_tries"),
                    row.getInt("step_failures"),
                    Micros.instant(row, "failing_since")))
        .one();
  }

  /** Says when the job has to be looked at next; empty for never. */
  public void lookAgain(long id, Optional<Instant> when) {
    handle.useTransaction(
        same -> {
          handle
              .createUpdate("UPDATE labeling_job SET due_at = :due WHERE id = :id")
              .bind("due", when.map(Micros::of).orElse(null))
              .bind("id", id)
              .execute();
          enqueue(id);
        });
  }

  /** Like {@link #lookAgain}, but never later than it was going to be. */
  public void lookAgainBy(long id, Instant when) {
    handle.useTransaction(
        same -> {
          int earlier =
              handle
                  .createUpdate(
                      "UPDATE labeling_job SET due_at = :due WHERE id = :id"
                          + " AND (due_at IS NULL OR due_at > :due)")
                  .bind("due", Micros.of(when))
                  .bind("id", id)
                  .execute();
          if (earlier == 1) {
            enqueue(id);
          }
        });
  }

  /**
   * Ends a run of the job and enqueues the job for when it is due next.
   *
   * @param kind kind of the run that ended
   * @param version version of its row in the queue
   * @param next kind of the next run
   * @return when the next run is due; empty when there is none, or when another engine has taken
   *     the run meanwhile
   */
  public Optional<Instant> release(long id, RunKind kind, long version, RunKind next) {
    // First the job, so that whoever makes it due waits, and then sees no run under way.
    handle
        .createQuery("SELECT id FROM labeling_job WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .mapTo(Long.class)
        .one();
    if (!new RunQueue(handle, kind).release(queueId(id), version)) {
      return Optional.empty();
    }
    handle
        .createUpdate("UPDATE labeling_job SET run_kind = :kind WHERE id = :id")
        .bind("kind", next.name())
        .bind("id", id)
        .execute();
    return enqueue(id);
  }

  /** Puts the job into its queue for when it is due; the transaction has changed its row. */
  Optional<Instant> enqueue(long id) {
    return handle
        .createQuery("SELECT due_at, run_kind FROM labeling_job WHERE id = :id")
        .bind("id", id)
        .map(
            (row, context) -> {
              Optional<Instant> due = Micros.instant(row, "due_at");
              RunQueue queue = new RunQueue(handle, RunKind.valueOf(row.getString("run_kind")));
              due.ifPresentOrElse(
                  when -> queue.put(queueId(id), when), () -> queue.remove(queueId(id)));
              return due;
            })
        .one();
  }

  /** The job's name in its queue. */
  public static String queueId(long id) {
    return Long.toString(id);
  }
}
