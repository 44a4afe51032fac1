package dev.labelops.engine.labeling.run;

import dev.labelops.engine.labeling.Learner;
import dev.labelops.engine.labeling.MachineLabels;
import dev.labelops.engine.labeling.job.Job;
import dev.labelops.engine.labeling.job.JobTable;
import dev.labelops.engine.labeling.job.Run;
import dev.labelops.engine.labeling.job.Run.Claim;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does learning runs in this process. */
final class LearningRuns implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LearningRuns.class);
  private static final int RENEWALS_PER_LEASE = 4;

  private final Jdbi jdbi;
  private final Learner learner;
  private final Runs runs;
  private final BiConsumer<Long, String> giveUp;
  private final ScheduledExecutorService renewals =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("labeling-learning-renewal").daemon().factory());

  /**
   * @param giveUp ends a job, given its id and the FailureReason
   */
  LearningRuns(Jdbi jdbi, Learner learner, Runs runs, BiConsumer<Long, String> giveUp) {
    this.jdbi = jdbi;
    this.learner = learner;
    this.runs = runs;
    this.giveUp = giveUp;
  }

  /**
   * Claims the run and does it.
   *
   * @return when to try again because somebody else has it; empty when the run has ended
   */
  Optional<Instant> execute(String id) {
    Run run = runs.find(id).orElseThrow();
    if (run.state().ended()) {
      return Optional.empty();
    }
    Optional<Claim> claim = runs.claim(id);
    if (claim.isEmpty()) {
      return runs.find(id).filter(other -> !other.state().ended()).map(Run::leaseUntil);
    }
    if (claim.get().attempt() > Patience.MOST_DEATHS) {
      giveUp.accept(run.jobId(), Patience.endedReason());
    } else {
      learn(run, claim.get());
    }
    return Optional.empty();
  }

  // A learner that breaks, in whatever way, costs its round, not the job: the objects go to people.
  private void learn(Run run, Claim claim) {
    Job job = jdbi.withHandle(handle -> new JobTable(handle).get(run.jobId()));
    ScheduledFuture<?> renewal = keep(claim);
    try {
      MachineLabels labels = learner.learn(job.key(), run.round());
      if (!runs.succeed(claim, LearningResult.write(labels))) {
        LOG.warn("{}: the result of learning round {} is discarded", job.arn(), run.round());
      }
    } catch (RuntimeException | Error e) {
      LOG.warn("{}: round {} of automated labeling failed", job.arn(), run.round(), e);
      runs.fail(claim, e.getClass().getSimpleName());
    } finally {
      renewal.cancel(false);
    }
  }

  private ScheduledFuture<?> keep(Claim claim) {
    long pause = runs.lease().dividedBy(RENEWALS_PER_LEASE).toMillis();
    return renewals.scheduleWithFixedDelay(
        () -> renew(claim), pause, Math.max(1, pause), TimeUnit.MILLISECONDS);
  }

  private void renew(Claim claim) {
    try {
      if (!runs.renew(claim)) {
        LOG.warn("another engine has taken over learning run {}", claim.runId());
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
