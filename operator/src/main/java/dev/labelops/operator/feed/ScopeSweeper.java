package dev.labelops.operator.feed;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.aws.ErrorClass;
import dev.labelops.operator.aws.sagemaker.ActiveJobs;
import dev.labelops.operator.aws.sagemaker.LabelingJobState;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.metrics.Metrics;
import io.github.bucket4j.TimeMeter;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps one scope again and again for as long as somebody watches a job of it. */
final class ScopeSweeper implements Runnable {
  /** 20,000 jobs of one state; whoever lies beyond is missed and so described. */
  static final int MOST_PAGES = 200;

  /** After what nobody foresaw, so that it cannot become a loop without a pause. */
  private static final Duration BREATH = Duration.ofSeconds(1);

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

  /** How a sweep ended: what metrics call it, the calls it made, the objects it woke. */
  private record Outcome(String name, int calls, int woken) {}

  private final AwsClients.Scope scope;
  private final Surroundings with;
  private final WatchedJobs watched = new WatchedJobs();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final QuickSweepAllowance quickSweeps;
  private boolean closed;
  private Instant lastNews;
  private int callsPerSweep;
  private long lastSweep;
  private long lastLook;
  private volatile long turn = System.nanoTime();

  ScopeSweeper(AwsClients.Scope scope, Surroundings with) {
    this.scope = scope;
    this.with = with;
    this.quickSweeps =
        new QuickSweepAllowance(with.settings().callsPerMinute(), TimeMeter.SYSTEM_MILLISECONDS);
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

  /** A kind of look at the lists. */
  private enum Look {
    /** All active jobs: says everything, and costs a call for each hundred jobs. */
    SWEEP,
    /** The jobs that were modified: one call when little happens. */
    QUICK_SWEEP
  }

  @Override
  public void run() {
    lastSweep = System.nanoTime() - with.settings().longestInterval().toNanos();
    lastLook = lastSweep;
    boolean open = true;
    while (open) {
      try {
        open = next();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        open = false;
      } catch (Throwable e) {
        // An Error too: without its sweeper, the objects of a scope would never be updated.
        survive(e);
      }
    }
  }

  /** Waits for the next look and takes it; false when there is none any more. */
  private boolean next() throws InterruptedException {
    Optional<Look> due = awaitTurn();
    due.ifPresent(
        kind -> {
          lastLook = System.nanoTime();
          lastSweep = kind == Look.SWEEP ? lastLook : lastSweep;
          if (with.leading().getAsBoolean()) {
            look(kind);
          }
        });
    return due.isPresent();
  }

  private void survive(Throwable what) {
    try {
      LOG.error("sweeper of {} continues after an error", scope.region(), what);
      fail(Look.SWEEP, failure(what));
    } catch (Throwable again) {
      // There may be no memory to tell it with. The next attempt does, or stuck().
    }
    LockSupport.parkNanos(BREATH.toNanos());
  }

  private static CloudFailure failure(Throwable what) {
    return new CloudFailure(
        ErrorClass.TRANSIENT,
        "sagemaker:ListLabelingJobs",
        what.getClass().getSimpleName(),
        String.valueOf(what.getMessage()),
        what);
  }

  /** Whether the next sweep has been due for far too long: its thread hangs or has died. */
  boolean stuck(Duration after) {
    return watched.size() > 0
        && with.leading().getAsBoolean()
        && System.nanoTime() - turn > after.plus(with.settings().longestInterval()).toNanos();
  }

  /** Waits until the next sweep is due; empty when there is none any more. */
  private Optional<Look> awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      while (!closed) {
        turn = System.nanoTime();
        if (watched.size() == 0) {
          changed.await();
          continue;
        }
        Duration sinceNews = Duration.between(lastNews, with.clock().instant());
        boolean hinted = watched.modifiedAfter().isPresent();
        Duration sweepPause =
            hinted
                ? FeedPace.betweenConfirmations(with.settings(), callsPerSweep)
                : FeedPace.pause(with.settings(), callsPerSweep, sinceNews, watched.failedSweeps());
        long sweepIn = left(lastSweep, sweepPause, callsPerSweep);
        long quickSweepIn =
            hinted
                ? Math.max(
                    quickSweeps.untilNext().toNanos(),
                    left(lastLook, FeedPace.betweenQuickSweeps(with.settings(), sinceNews), 1))
                : Long.MAX_VALUE;
        if (Math.min(sweepIn, quickSweepIn) <= 0) {
          return Optional.of(sweepIn <= 0 ? Look.SWEEP : Look.QUICK_SWEEP);
        }
        changed.awaitNanos(Math.min(sweepIn, quickSweepIn));
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /** Nanoseconds until the pause ends and the budget holds the calls. */
  private long left(long since, Duration pause, int calls) {
    long budget = with.budget().untilFree(scope, Math.max(1, calls)).toNanos();
    return Math.max(since + pause.toNanos() - System.nanoTime(), budget);
  }

  private void look(Look kind) {
    long started = System.nanoTime();
    Outcome outcome;
    try {
      outcome = kind == Look.SWEEP ? sweep() : quickSweep();
    } catch (CloudFailure failure) {
      outcome = fail(kind, failure);
    } catch (RuntimeException | Error e) {
      LOG.error("sweep of {} ended unexpectedly", scope.region(), e);
      outcome = fail(kind, failure(e));
    }
    with.metrics()
        .sweep(scope.region(), outcome.name(), Duration.ofNanos(System.nanoTime() - started));
    settle(kind, outcome);
  }

  /** Reads all three lists as far as needed. */
  private Outcome sweep() {
    int woken = 0;
    int calls = 0;
    String name = "complete";
    watched.begin(with.clock().instant());
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
        name = "capped";
      }
    }
    woken += wake(watched.complete(with.clock().instant()));
    return new Outcome(name, calls, woken);
  }

  /** Reads the list of the modified jobs; the metric calls it {@code glance}. */
  private Outcome quickSweep() {
    int woken = 0;
    int calls = 0;
    Instant after = watched.modifiedAfter().orElseThrow();
    Optional<String> token = Optional.empty();
    watched.beginQuick(with.clock().instant());
    do {
      calls++;
      ActiveJobs.Page page = with.jobs().modified(scope, after, token);
      woken += wake(watched.seenModified(page.jobs(), with.clock().instant()));
      token = page.nextToken();
    } while (token.isPresent() && calls < MOST_PAGES);
    watched.completeQuick();
    return new Outcome("glance", calls, woken);
  }

  /** The next sweep is expected to cost what the last that succeeded did. */
  private Outcome fail(Look kind, CloudFailure failure) {
    LOG.warn("sweep of {} failed: {}", scope.region(), failure.sentence());
    int calls = kind == Look.SWEEP ? callsPerSweep : 1;
    return new Outcome("failed", calls, wake(watched.failed(failure, with.clock().instant())));
  }

  private int wake(List<ResourceID> objects) {
    objects.forEach(with.wake());
    with.metrics().woken(objects.size());
    return objects.size();
  }

  private void settle(Look kind, Outcome outcome) {
    lock.lock();
    try {
      switch (kind) {
        case SWEEP -> callsPerSweep = outcome.calls();
        case QUICK_SWEEP -> quickSweeps.spent(outcome.calls());
      }
      if (outcome.woken() > 0) {
        lastNews = with.clock().instant();
      }
    } finally {
      lock.unlock();
    }
  }
}
