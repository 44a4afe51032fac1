package dev.labelops.engine.labeling.run;

import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.job.JobSchedule;
import dev.labelops.engine.labeling.job.RunKind;
import dev.labelops.engine.labeling.job.RunQueue;
import dev.labelops.engine.labeling.job.RunTable;
import dev.labelops.engine.labeling.job.StepTries;
import dev.labelops.engine.labeling.run.RunExecutor.Hold;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps jobs going: when something happened to them and when a deadline passes. What is due is in
 * queues in the database, so an idle job costs nothing, a restart forgets nothing, and engines over
 * the same database share the work.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int STEPS = 4;
  private static final int FILES = 4;

  /** Runs of these kinds are announced; ticks find only what another engine left. */
  private static final int TICKS_OF_LONG_RUNS = 5;

  private final Jdbi jdbi;
  private final Clock clock;
  private final JobRun run;
  private final Optional<LearningRunner> learning;
  private final RunExecutor steps;
  private final RunExecutor files;
  private final RunExecutor learners;
  private volatile boolean closing;

  /**
   * @param database its connections are not those that serve workers: runs may use them all
   * @param learning does the learning runs, and is closed with this; empty when everything goes to
   *     people
   */
  public JobRunner(
      DataSource database,
      TaskTypes types,
      ObjectStores objects,
      Optional<LearningRunner> learning,
      QuirkBoard quirks,
      Pace pace,
      Clock clock) {
    this.jdbi = Jdbi.create(database);
    jdbi.registerRowMapper(new JobMapper(types));
    this.clock = clock;
    this.learning = learning;
    Learning rounds = new Learning(learning.isPresent(), this::learningQueued);
    this.run = new JobRun(jdbi, objects, rounds, quirks, pace, clock);
    Duration tick = pace.tick();
    Duration slow = tick.multipliedBy(TICKS_OF_LONG_RUNS);
    this.steps =
        new RunExecutor(
            RunKind.STEP, STEPS, database, tick, pace.lease(), clock, job(RunKind.STEP));
    this.files =
        new RunExecutor(
            RunKind.FILES, FILES, database, slow, pace.lease(), clock, job(RunKind.FILES));
    this.learners =
        new RunExecutor(
            RunKind.LEARNING,
            learning.map(LearningRunner::atOnce).orElse(1),
            database,
            slow,
            pace.lease(),
            clock,
            this::learn);
    steps.start();
    files.start();
    // Without a runner, what another engine queued stays for one that has a runner.
    if (learning.isPresent()) {
      learners.start();
    }
  }

  /**
   * Takes every run from engines that have ended, instead of waiting until their leases run out.
   * Only for a database that no other process can have open.
   */
  public static void forgetLeases(Jdbi jdbi) {
    jdbi.useTransaction(
        handle -> {
          for (RunKind kind : RunKind.values()) {
            new RunQueue(handle, kind).releaseAll();
          }
          new RunTable(handle).expireAll();
        });
  }

  /** Checks immediately whether the job is due, instead of with the next tick. */
  public void wake(long jobId) {
    steps.check();
    files.check();
  }

  private void learningQueued() {
    learners.check();
  }

  private RunExecutor.Work job(RunKind kind) {
    return (id, hold) -> look(Long.parseLong(id), kind, hold);
  }

  /** Does what is due, and enqueues the job for what comes next. */
  private void look(long jobId, RunKind kind, Hold hold) {
    RunKind next = kind;
    while (next == kind && !closing && !hold.stale()) {
      Optional<RunKind> done = step(jobId, kind, hold);
      if (done.isEmpty()) {
        break;
      }
      next = done.get();
    }
    RunKind queue = next;
    Optional<Instant> due =
        jdbi.inTransaction(
            handle -> new JobSchedule(handle).release(jobId, kind, hold.version(), queue));
    if (due.isPresent() && !due.get().isAfter(clock.instant())) {
      (queue == RunKind.STEP ? steps : files).check();
    }
  }

  /** Does what is due; the kind of what comes next, empty when nothing is due. */
  private Optional<RunKind> step(long jobId, RunKind kind, Hold hold) {
    Optional<StepTries> tries =
        jdbi.inTransaction(
            handle ->
                new RunQueue(handle, kind).holds(JobSchedule.queueId(jobId), hold.version())
                    ? new JobSchedule(handle).beginStep(jobId, clock.instant())
                    : Optional.empty());
    if (tries.isEmpty()) {
      return Optional.empty();
    }
    try {
      RunKind next = kind;
      if (Patience.endedTheEngine(tries.get())) {
        giveUp(jobId, Patience.endedReason());
      } else {
        next = run.advance(jobId, kind);
        jdbi.useHandle(handle -> new JobSchedule(handle).stepDone(jobId));
      }
      return Optional.of(next);
    } catch (IOException | RuntimeException | Error e) {
      failed(jobId, e);
      return Optional.empty();
    }
  }

  /** Any error is a failed step like any other: it is tried again a while, then ends the job. */
  private void failed(long jobId, Throwable error) {
    Instant now = clock.instant();
    StepTries tries = jdbi.inTransaction(handle -> new JobSchedule(handle).stepFailed(jobId, now));
    Optional<Duration> pause = Patience.afterError(error, tries, now);
    if (pause.isEmpty()) {
      giveUp(jobId, Patience.reason(error, tries));
      LOG.error("labeling job {} failed: a step failed {} times", jobId, tries.failed(), error);
      return;
    }
    LOG.error("a step of labeling job {} failed; retrying in {}", jobId, pause.get(), error);
    jdbi.useHandle(
        handle ->
            new JobSchedule(handle)
                .lookAgain(jobId, Optional.of(clock.instant().plus(pause.get()))));
  }

  private void giveUp(long jobId, String reason) {
    run.giveUp(jobId, reason);
    jdbi.useHandle(handle -> new JobSchedule(handle).stepDone(jobId));
  }

  private void learn(String id, Hold hold) {
    Optional<Instant> again = learning.orElseThrow().execute(id);
    jdbi.useTransaction(
        handle -> {
          RunQueue queue = new RunQueue(handle, RunKind.LEARNING);
          if (queue.release(id, hold.version())) {
            again.ifPresent(when -> queue.put(id, when));
          }
        });
    steps.check();
  }

  /** Ends after the moves in progress, without interrupting them. */
  @Override
  public void close() {
    closing = true;
    learning.ifPresent(LearningRunner::stop);
    learners.close();
    files.close();
    steps.close();
    learning.ifPresent(LearningRunner::close);
  }
}
