package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobMapper;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Json;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.Run.Claim;
import dev.labelops.engine.labeling.learning.Learner;
import dev.labelops.engine.labeling.learning.Learner.RoundLost;
import dev.labelops.engine.labeling.learning.Outcome;
import dev.labelops.engine.labeling.task.TaskTypes;
import dev.labelops.engine.s3.ObjectStores;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does learning runs in this process, each from its claim to its end. It needs the database and the
 * objects, and nothing else of an engine.
 */
public final class LearningRun implements LearningRunner {
  private static final Logger LOG = LoggerFactory.getLogger(LearningRun.class);
  private static final int RENEWALS_PER_LEASE = 4;

  private final Jdbi jdbi;
  private final ObjectStores objects;
  private final Learner learner;
  private final Clock clock;
  private final Duration lease;
  private final Runs runs;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("labeling-learning-renewal").daemon().factory());

  /**
   * @param types the task types of the jobs
   * @param lease how long a run stays with a process that died
   */
  public LearningRun(
      DataSource database,
      TaskTypes types,
      ObjectStores objects,
      Learner learner,
      Clock clock,
      Duration lease) {
    this.jdbi = Jdbi.create(database);
    jdbi.registerRowMapper(new JobMapper(types));
    this.objects = objects;
    this.learner = learner;
    this.clock = clock;
    this.lease = lease;
    this.runs = new Runs(jdbi, clock, lease);
  }

  /** Claims the run and does it. */
  @Override
  public Optional<Instant> execute(String runId) {
    return execute(runId, UUID.randomUUID().toString());
  }

  /**
   * Claims the run under a name and does it.
   *
   * @param owner no other claim has the same
   */
  public Optional<Instant> execute(String runId, String owner) {
    runs.claim(runId, owner).ifPresent(this::attempt);
    return runs.nextTry(runId);
  }

  private void attempt(Claim claim) {
    Run run = runs.find(claim.runId()).orElseThrow();
    Job job = jdbi.withHandle(handle -> new JobTable(handle).get(run.jobId()));
    if (Patience.endedTheProcess(runs.tries(claim))) {
      runs.fail(claim, Patience.endedRoundReason());
      return;
    }
    StoredRound round = new StoredRound(jdbi, objects, runs, claim, job, run.round());
    ScheduledFuture<?> renewal = keep(claim, round);
    LOG.info("{}: round {} of automated labeling begins", job.arn(), run.round());
    try {
      round.clear();
      Outcome outcome = learner.learn(round);
      round.finish(outcome);
      if (!runs.succeed(claim, Json.write(outcome))) {
        throw new RoundLost(claim.runId());
      }
    } catch (RoundLost e) {
      LOG.warn("{}: the result of round {} is discarded: {}", job.arn(), run.round(), e.toString());
    } catch (IOException | RuntimeException | Error e) {
      failed(claim, job, run.round(), e);
    } finally {
      renewal.cancel(false);
    }
  }

  /** A learner that breaks, in whatever way, costs its round, not the job. */
  private void failed(Claim claim, Job job, int round, Throwable error) {
    Instant now = clock.instant();
    Optional<Duration> pause = Patience.ofRound(error, runs.tries(claim), now);
    if (pause.isPresent()) {
      LOG.warn(
          "{}: round {} of automated labeling was cut off; trying again in {}",
          job.arn(),
          round,
          pause.get(),
          error);
      runs.postpone(claim, now.plus(pause.get()));
    } else {
      LOG.error("{}: round {} of automated labeling failed", job.arn(), round, error);
      runs.fail(claim, Patience.roundReason(error));
    }
  }

  private ScheduledFuture<?> keep(Claim claim, StoredRound round) {
    long pause = Math.max(1, lease.dividedBy(RENEWALS_PER_LEASE).toMillis());
    return renewals.scheduleWithFixedDelay(
        () -> renew(claim, round), pause, pause, TimeUnit.MILLISECONDS);
  }

  private void renew(Claim claim, StoredRound round) {
    try {
      if (!runs.renew(claim)) {
        round.lost();
      }
    } catch (RuntimeException | Error e) {
      // Anything that is thrown here would end the renewals permanently.
      LOG.warn("the lease of learning run {} could not be renewed", claim.runId(), e);
    }
  }

  @Override
  public void close() {
    renewals.shutdown();
  }
}
