package dev.labelops.operator.feed;

import dev.labelops.operator.aws.ActiveJobs;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.LabelingJobState;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.metrics.Metrics;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps one scope again and again for as long as somebody watches a job of it. */
final class ScopeSweeper implements Runnable {
  /** 20,000 jobs of one state; whoever lies beyond is missed and so described. */
  static final int MOST_PAGES = 200;

  private static final Logger LOG = LoggerFactory.getLogger(ScopeSweeper.class);

  /** What all sweepers of a feed share. */
  record Surroundings(
      ActiveJobs jobs,
      CallBudget budget,
      OperatorSettings.Feed settings,
      InstantSource clock,
      BooleanSupplier leading,
      Metrics metrics,
      Consumer<ResourceID> wake) {}

  private final AwsClients.Scope scope;
  private final Surroundings with;
  private final WatchedJobs watched = new WatchedJobs();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean closed;
  private Instant lastNews;
  private int callsPerSweep;

  ScopeSweeper(AwsClients.Scope scope, Surroundings with) {
    this.scope = scope;
    this.with = with;
    this.lastNews = with.clock().instant();
  }

  WatchedJobs watched() {
    return watched;
  }

  void watch(String jobName, ResourceID object) {
    if (watched.add(jobName, object, with.clock().instant())) {
      signal(() -> lastNews = with.clock().instant());
    }
  }

  void close() {
    signal(() -> closed = true);
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void run() {
    long lastStart = System.nanoTime() - with.settings().shortestInterval().toNanos();
    try {
      while (awaitTurn(lastStart)) {
        lastStart = System.nanoTime();
        if (with.leading().getAsBoolean()) {
          sweep();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits until the next sweep is due; false when there is none any more. */
  private boolean awaitTurn(long lastStart) throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        if (watched.size() == 0) {
          changed.await();
          continue;
        }
        long left = lastStart + pause().toNanos() - System.nanoTime();
        long budget =
            with.budget()
                .untilFree(scope, CallBudget.SAGEMAKER, Math.max(1, callsPerSweep))
                .toNanos();
        if (Math.max(left, budget) <= 0) {
          return true;
        }
        changed.awaitNanos(Math.max(left, budget));
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Duration pause() {
    return FeedPace.pause(
        with.settings(),
        callsPerSweep,
        Duration.between(lastNews, with.clock().instant()),
        watched.failedSweeps());
  }

  /** One sweep of all three lists. */
  void sweep() {
    long started = System.nanoTime();
    int woken = 0;
    int calls = 0;
    String outcome = "complete";
    watched.begin();
    try {
      for (LabelingJobState state : ActiveJobs.STATES) {
        Optional<String> token = Optional.empty();
        int pages = 0;
        do {
          calls++;
          ActiveJobs.Page page = with.jobs().page(scope, state, token);
          woken += wake(watched.seen(page.jobs(), with.clock().instant()));
          token = page.nextToken();
          pages++;
        } while (token.isPresent() && pages < MOST_PAGES && !watched.allSeen());
        if (watched.allSeen()) {
          break;
        }
        if (token.isPresent()) {
          outcome = "capped";
        }
      }
      woken += wake(watched.complete(with.clock().instant()));
    } catch (CloudFailure failure) {
      outcome = "failed";
      woken += fail(failure);
    } catch (RuntimeException e) {
      outcome = "failed";
      woken +=
          fail(
              new CloudFailure(
                  ErrorClass.TRANSIENT,
                  "sagemaker:ListLabelingJobs",
                  e.getClass().getSimpleName(),
                  String.valueOf(e.getMessage()),
                  e));
    }
    with.metrics().sweep(scope.region(), outcome, Duration.ofNanos(System.nanoTime() - started));
    settle(calls, woken > 0);
  }

  private int fail(CloudFailure failure) {
    LOG.warn("sweep of {} failed: {}", scope.region(), failure.sentence());
    return wake(watched.failed(failure));
  }

  private int wake(List<ResourceID> objects) {
    objects.forEach(with.wake());
    with.metrics().woken(objects.size());
    return objects.size();
  }

  private void settle(int calls, boolean news) {
    lock.lock();
    try {
      callsPerSweep = calls;
      if (news) {
        lastNews = with.clock().instant();
      }
    } finally {
      lock.unlock();
    }
  }
}
