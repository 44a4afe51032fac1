package dev.labelops.engine.labeling.work;

import dev.labelops.engine.labeling.job.Batch;
import dev.labelops.engine.labeling.job.BatchTable;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.run.Settlement;
import dev.labelops.engine.labeling.work.TaskRefusal.Kind;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Hands tasks of a job to workers. Works within a transaction that holds the job's lock.
 *
 * @param job the locked job
 * @param now the time of this transaction
 */
record Handout(Handle handle, Job job, Instant now) {
  /** How long a task ahead stays with a worker who gives no sign of life. */
  static final Duration AHEAD = Duration.ofMinutes(2);

  /** The task on the screen, one whose answer may still be undone, and one that is on its way. */
  private static final int MOST_IN_HAND = 3;

  /** The batch that workers work on; empty when the job gives out nothing. */
  Optional<Batch> batch() {
    return new BatchTable(handle, job.id())
        .find(job.iteration())
        .filter(batch -> job.status() == JobStatus.InProgress && now.isBefore(batch.deadlineAt()));
  }

  /** The task that the worker has in hand, else the one ahead, else the next one. */
  Optional<TaskRow> next(Batch batch, Worker worker) {
    new Settlement(handle, job, now).lapse();
    TaskTable tasks = new TaskTable(handle);
    return tasks
        .inHand(job.id(), worker.sub())
        .or(() -> new AheadTable(handle).of(job.id(), worker).flatMap(task -> show(task, batch)))
        .or(
            () ->
                tasks
                    .nextUnreserved(job.id(), worker.sub(), wanted(), now)
                    .or(() -> reservedByOther(worker))
                    .map(object -> hand(id(), object, batch, worker)));
  }

  // Nobody waits for what somebody else only looks at next.
  private Optional<Integer> reservedByOther(Worker worker) {
    Optional<Integer> object = new TaskTable(handle).nextObject(job.id(), worker.sub(), wanted());
    object.ifPresent(id -> new AheadTable(handle).endOldest(job.id(), id, now));
    return object;
  }

  /** Reserves the object that the worker sees next, or renews what is reserved. */
  Optional<TaskRow> ahead(Batch batch, Worker worker) {
    AheadTable aheads = new AheadTable(handle);
    Instant until = earlier(now.plus(AHEAD), batch.deadlineAt());
    Optional<TaskRow> kept = aheads.of(job.id(), worker).filter(task -> isFree(task, worker));
    if (kept.isPresent()) {
      aheads.renew(kept.get().id(), until);
      return aheads.find(kept.get().id());
    }
    aheads.deleteOf(job.id(), worker);
    return new TaskTable(handle)
        .nextUnreserved(job.id(), worker.sub(), wanted(), now)
        .map(
            object -> {
              TaskRow task = row(id(), object, batch, worker, TaskRow.State.Ahead, until);
              aheads.insert(task);
              return task;
            });
  }

  /**
   * Puts a task ahead in hand: its time begins.
   *
   * @throws TaskRefusal when it is not reserved any more
   */
  TaskRow show(TaskRow ahead) {
    return batch().flatMap(batch -> show(ahead, batch)).orElseThrow(Handout::gone);
  }

  private Optional<TaskRow> show(TaskRow ahead, Batch batch) {
    Worker worker = new Worker(ahead.userPoolId(), ahead.workerSub(), ahead.workerId());
    if (!isFree(ahead, worker)) {
      return Optional.empty();
    }
    if (new TaskTable(handle).countInHand(job.id(), worker.sub()) >= MOST_IN_HAND) {
      throw new TaskRefusal(
          Kind.TooManyInHand,
          "You have accepted %d tasks of this job. Answer or release one of them first."
              .formatted(MOST_IN_HAND));
    }
    new AheadTable(handle).delete(ahead.id());
    return Optional.of(hand(ahead.id(), ahead.objectId(), batch, worker));
  }

  // The lease counts only against others: a worker who comes back late finds the object where
  // nobody
  // took it.
  private boolean isFree(TaskRow ahead, Worker worker) {
    ObjectRow object = new ObjectTable(handle, job.id()).get(ahead.objectId());
    boolean out = object.state() == ObjectRow.State.Out && object.iteration() == ahead.iteration();
    return out
        && new TaskTable(handle)
            .isUnreserved(job.id(), ahead.objectId(), worker.sub(), wanted(), now);
  }

  private TaskRow hand(String id, int objectId, Batch batch, Worker worker) {
    Instant until = earlier(now.plus(job.spec().taskTimeLimit()), batch.deadlineAt());
    TaskRow task = row(id, objectId, batch, worker, TaskRow.State.Taken, until);
    new TaskTable(handle).insert(task);
    new ObjectTable(handle, job.id()).tally(objectId, 1, 0, 0);
    new JobSchedule(handle).lookAgainBy(job.id(), until);
    return task;
  }

  private TaskRow row(
      String id, int objectId, Batch batch, Worker worker, TaskRow.State state, Instant until) {
    return new TaskRow(
        id,
        job.id(),
        objectId,
        batch.iteration(),
        worker.sub(),
        worker.workerId(),
        worker.userPoolId(),
        state,
        now.truncatedTo(ChronoUnit.MICROS), // as the database keeps it
        until.truncatedTo(ChronoUnit.MICROS),
        Optional.empty(),
        0,
        Optional.empty());
  }

  private int wanted() {
    return job.spec().workersPerObject();
  }

  private static String id() {
    return UUID.randomUUID().toString();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  static TaskRefusal gone() {
    return new TaskRefusal(
        Kind.TaskGone,
        "The time limit of this task has passed, or its batch is closed. Nothing was stored. Take the next task.");
  }
}
