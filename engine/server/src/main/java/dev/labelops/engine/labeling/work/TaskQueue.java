package dev.labelops.engine.labeling.work;

import com.fasterxml.jackson.databind.JsonNode;
import dev.labelops.engine.labeling.JobKey;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.JobStatus;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.ObjectRow;
import dev.labelops.engine.labeling.job.ObjectRow.State;
import dev.labelops.engine.labeling.job.ObjectTable;
import dev.labelops.engine.labeling.job.TaskRow;
import dev.labelops.engine.labeling.job.TaskTable;
import dev.labelops.engine.labeling.run.Settlement;
import dev.labelops.engine.labeling.task.InvalidAnswer;
import dev.labelops.engine.labeling.task.TaskObject;
import dev.labelops.engine.labeling.work.TaskRefusal.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import org.jdbi.v3.core.Jdbi;

/**
 * Where workers take tasks and submit answers. The caller decides whether a worker is allowed to
 * work on a job. Everything is in the database before a method returns.
 */
public final class TaskQueue {
  private final Jdbi jdbi;
  private final LongConsumer wake;
  private final Clock clock;

  /**
   * @param wake receives the id of a job to check immediately
   */
  public TaskQueue(Jdbi jdbi, LongConsumer wake, Clock clock) {
    this.jdbi = jdbi;
    this.wake = wake;
    this.clock = clock;
  }

  /** The jobs of a team that are in progress. */
  public List<Job> jobs(String workteamArn) {
    return jdbi.withHandle(handle -> new JobTable(handle).inProgress(workteamArn));
  }

  /** The job of that name, ignoring case. */
  public Optional<Job> job(JobKey key) {
    return jdbi.withHandle(handle -> new JobTable(handle).find(key));
  }

  /** The job that a task belongs to. */
  public Job jobOf(TaskRow task) {
    return jdbi.withHandle(handle -> new JobTable(handle).get(task.jobId()));
  }

  /** The object that a task is about. */
  public TaskObject object(Job job, TaskRow task) {
    return jdbi.withHandle(handle -> new ObjectTable(handle, job.id()).get(task.objectId()))
        .taskObject(job.labels());
  }

  /** How many tasks of the job the worker could do now, including an accepted one. */
  public int available(Job job, Worker worker) {
    return jdbi.withHandle(
        handle -> {
          TaskTable tasks = new TaskTable(handle);
          int inHand = tasks.inHand(job.id(), worker.sub()).isPresent() ? 1 : 0;
          return inHand + tasks.offered(job.id(), worker.sub(), job.spec().workersPerObject());
        });
  }

  /** The task that the worker has accepted, else the next one; empty when there is none now. */
  public Optional<TaskRow> take(long jobId, Worker worker) {
    return jdbi.inTransaction(
        handle -> {
          Handout handout = new Handout(handle, new JobTable(handle).lock(jobId), clock.instant());
          return handout.batch().flatMap(batch -> handout.next(batch, worker));
        });
  }

  /**
   * What the worker has done.
   *
   * @param since from when on; empty: since midnight, UTC
   */
  public Progress progress(Worker worker, Optional<Instant> since) {
    Instant start = since.orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.DAYS));
    List<Double> seconds =
        jdbi.withHandle(
            handle -> new TaskTable(handle).secondsSince(worker.userPoolId(), worker.sub(), start));
    return new Progress(seconds.size(), median(seconds));
  }

  private static Optional<Double> median(List<Double> ascending) {
    int half = ascending.size() / 2;
    if (ascending.isEmpty()) {
      return Optional.empty();
    }
    double upper = ascending.get(half);
    return Optional.of(ascending.size() % 2 == 1 ? upper : (ascending.get(half - 1) + upper) / 2);
  }

  /**
   * A task that the worker has in hand or ahead.
   *
   * @throws TaskRefusal when it does not exist or is no longer the worker's
   */
  public TaskRow reserved(String taskId, Worker worker) {
    TaskRow task = own(taskId, worker);
    boolean ahead =
        task.state() == TaskRow.State.Ahead && clock.instant().isBefore(task.leaseUntil());
    if (!ahead && !isHeld(task)) {
      throw Handout.gone();
    }
    return task;
  }

  /** Whether the task is in hand and its time is not up. */
  boolean isHeld(TaskRow task) {
    return held(task, clock.instant());
  }

  /**
   * Stores an answer. The same answer again changes nothing and is no error, also after the job has
   * ended; no other answer is taken then.
   *
   * @param answerContent the whole answer, with one member for each form element
   * @param timeSpentSeconds seconds of work, pauses not counted; more than have passed since the
   *     task was taken count as that time
   * @throws TaskRefusal when the task no longer counts or the answer has the wrong shape
   */
  public void answer(
      String taskId, Worker worker, JsonNode answerContent, double timeSpentSeconds) {
    change(
        taskId,
        worker,
        (settlement, task) -> {
          if (task.state() == TaskRow.State.Submitted) {
            requireSame(task, answerContent);
            return;
          }
          ObjectRow object = requireHeld(settlement, task);
          check(settlement.job(), object.taskObject(settlement.job().labels()), answerContent);
          double spent = Math.min(timeSpentSeconds, secondsSince(task.takenAt(), settlement.now()));
          new TaskTable(settlement.handle())
              .submitted(task.id(), answerContent, spent, settlement.now());
          new ObjectTable(settlement.handle(), task.jobId()).tally(task.objectId(), 0, 1, 0);
          settlement.settleIfDone(task.objectId());
        });
  }

  /** Gives a task back; it is never offered to this worker again. */
  public void decline(String taskId, Worker worker) {
    giveBack(taskId, worker, TaskRow.State.Declined);
  }

  /** Gives a task back to the pool, and with it what the worker has ahead. */
  public void release(String taskId, Worker worker) {
    TaskRow task = own(taskId, worker);
    jdbi.useHandle(handle -> new AheadTable(handle).deleteOf(task.jobId(), worker));
    if (task.state() == TaskRow.State.Ahead) {
      return;
    }
    giveBack(taskId, worker, TaskRow.State.Released);
  }

  private void giveBack(String taskId, Worker worker, TaskRow.State how) {
    change(
        taskId,
        worker,
        (settlement, task) -> {
          if (task.state() != how) {
            requireHeld(settlement, task);
            settlement.giveBack(task, how);
          }
        });
  }

  /** Changes a task under its job's lock, and wakes the job when the batch is through. */
  private void change(String taskId, Worker worker, BiConsumer<Settlement, TaskRow> change) {
    long jobId = own(taskId, worker).jobId();
    boolean done =
        jdbi.inTransaction(
            handle -> {
              JobTable jobs = new JobTable(handle);
              Job job = jobs.lock(jobId);
              Instant now = clock.instant();
              TaskRow task = inHand(new Handout(handle, job, now), taskId);
              change.accept(new Settlement(handle, job, now), task);
              boolean through = !new ObjectTable(handle, jobId).any(State.Out);
              if (through) {
                new JobSchedule(handle).lookAgainBy(jobId, now);
              }
              return through;
            });
    if (done) {
      wake.accept(jobId);
    }
  }

  // An answer may be faster than the news that its task was shown.
  private static TaskRow inHand(Handout handout, String taskId) {
    return new TaskTable(handout.handle())
        .find(taskId)
        .orElseGet(
            () ->
                handout.show(
                    new AheadTable(handout.handle()).find(taskId).orElseThrow(Handout::gone)));
  }

  /**
   * A task of the worker in whatever state.
   *
   * @throws TaskRefusal when there is none
   */
  public TaskRow own(String taskId, Worker worker) {
    return jdbi.withHandle(
            handle ->
                new TaskTable(handle).find(taskId).or(() -> new AheadTable(handle).find(taskId)))
        .filter(task -> task.workerSub().equals(worker.sub()))
        .filter(task -> task.userPoolId().equals(worker.userPoolId()))
        .orElseThrow(
            () ->
                new TaskRefusal(
                    Kind.TaskNotFound,
                    "This task does not exist or is not yours. Take the next task."));
  }

  // As the times are written into worker-response files, so that the files agree with themselves.
  private static double secondsSince(Instant taken, Instant now) {
    long millis =
        Duration.between(taken.truncatedTo(ChronoUnit.MILLIS), now.truncatedTo(ChronoUnit.MILLIS))
            .toMillis();
    return Math.max(0, millis) / 1000.0;
  }

  /**
   * Checks an answer as it is checked before it is stored.
   *
   * @throws TaskRefusal when it has the wrong shape
   */
  public static void check(Job job, TaskObject object, JsonNode answerContent) {
    String element = job.element();
    JsonNode answer = answerContent.path(element);
    if (!answer.isObject()) {
      throw new TaskRefusal(
          Kind.InvalidAnswer, "answerContent." + element + " must be an object with the answer");
    }
    try {
      job.type().check(answer, object);
    } catch (InvalidAnswer e) {
      throw new TaskRefusal(Kind.InvalidAnswer, "answerContent." + element + "." + e.getMessage());
    }
  }

  private static void requireSame(TaskRow task, JsonNode answerContent) {
    if (!task.answer().equals(Optional.of(Json.read(Json.write(answerContent))))) {
      throw new TaskRefusal(
          Kind.TaskAlreadyAnswered, "This task is already answered. Take the next task.");
    }
  }

  /**
   * The object that the answer is about.
   *
   * @throws TaskRefusal unless the answer will count: the job is in progress, its object is out,
   *     and the worker holds the task
   */
  private static ObjectRow requireHeld(Settlement settlement, TaskRow task) {
    Job job = settlement.job();
    if (job.status() != JobStatus.InProgress) {
      throw new TaskRefusal(
          Kind.TaskGone,
          "The labeling job %s is %s. Nothing was stored. Take a task of another job."
              .formatted(job.key().jobName(), job.status()));
    }
    ObjectRow object = new ObjectTable(settlement.handle(), job.id()).get(task.objectId());
    boolean out = object.state() == State.Out && object.iteration() == task.iteration();
    if (!out || !held(task, settlement.now())) {
      throw Handout.gone();
    }
    return object;
  }

  private static boolean held(TaskRow task, Instant now) {
    return task.state() == TaskRow.State.Taken && now.isBefore(task.leaseUntil());
  }
}
