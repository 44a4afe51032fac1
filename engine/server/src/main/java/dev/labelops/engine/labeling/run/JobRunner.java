package dev.labelops.engine.labeling.run;

import dev.labelops.engine.EngineSettings.Pace;
import dev.labelops.engine.labeling.Learner;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.StepTries;
import dev.labelops.engine.quirks.QuirkBoard;
import dev.labelops.engine.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at jobs when something happened to them and when a deadline passes. What is due stands in
 * the database, so an idle job costs nothing and a restart forgets nothing.
 */
public final class JobRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
  private static final int THREADS = 4;
  private static final int JOBS_PER_TICK = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Jdbi jdbi;
  private final Clock clock;
  private final JobRun run;
  private final Set<Long> busy = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("labeling-tick").daemon().factory());
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          THREADS, Thread.ofPlatform().name("labeling-", 0).daemon().factory());
  private volatile boolean closing;

  public JobRunner(
      Jdbi jdbi, ObjectStores objects, Learner learner, QuirkBoard quirks, Pace pace, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.run = new JobRun(jdbi, objects, learner, quirks, pace, clock);
    long tick = Math.max(1, pace.tick().toMillis());
    ticker.scheduleWithFixedDelay(this::tick, 0, tick, TimeUnit.MILLISECONDS);
  }

  /** Looks at the job at once when it is due, instead of with the next tick. */
  public void wake(long jobId) {
    if (closing || !busy.add(jobId)) {
      return;
    }
    try {
      workers.execute(() -> look(jobId));
    } catch (RejectedExecutionException e) {
      // Closed in between; the job stays due for the next start.
      busy.remove(jobId);
    }
  }

  private void tick() {
    try {
      List<Long> due =
          jdbi.withHandle(handle -> new JobTable(handle).due(clock.instant(), JOBS_PER_TICK));
      due.forEach(this::wake);
    } catch (RuntimeException | Error e) {
      // Anything that came out of here would end the ticking for good.
      LOG.error("labeling jobs could not be looked at; trying again", e);
    }
  }

  private void look(long jobId) {
    try {
      while (!closing && step(jobId)) {
        continue;
      }
    } catch (RuntimeException | Error e) {
      LOG.error("labeling job {} stays due", jobId, e);
    } finally {
      busy.remove(jobId);
    }
  }

  /** Does what is due; says whether there may be more. */
  private boolean step(long jobId) {
    Optional<StepTries> tries =
        jdbi.inTransaction(handle -> new JobTable(handle).beginStep(jobId, clock.instant()));
    if (tries.isEmpty()) {
      return false;
    }
    try {
      if (Patience.endedTheEngine(tries.get())) {
        giveUp(jobId, Patience.endedReason());
      } else {
        run.advance(jobId);
        jdbi.useHandle(handle -> new JobTable(handle).stepDone(jobId));
      }
      return true;
    } catch (IOException | RuntimeException | Error e) {
      failed(jobId, e);
      return false;
    }
  }

  /** Any error is a failed step like any other: it is tried again a while, then ends the job. */
  private void failed(long jobId, Throwable error) {
    Instant now = clock.instant();
    StepTries tries = jdbi.inTransaction(handle -> new JobTable(handle).stepFailed(jobId, now));
    Optional<Duration> pause = Patience.afterError(error, tries, now);
    if (pause.isEmpty()) {
      giveUp(jobId, Patience.reason(error, tries));
      LOG.error("labeling job {} was given up after {} failures", jobId, tries.failed(), error);
      return;
    }
    LOG.error("labeling job {} could not go on; trying again in {}", jobId, pause.get(), error);
    jdbi.useHandle(
        handle ->
            new JobTable(handle).lookAgain(jobId, Optional.of(clock.instant().plus(pause.get()))));
  }

  private void giveUp(long jobId, String reason) {
    run.giveUp(jobId, reason);
    jdbi.useHandle(handle -> new JobTable(handle).stepDone(jobId));
  }

  /** Ends after the moves under way, without interrupting them. */
  @Override
  public void close() {
    closing = true;
    ticker.shutdown();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("a labeling job is still at work; it goes on with the next start");
      }
      ticker.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
