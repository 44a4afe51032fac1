package dev.labelops.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets workers label objects, and measures how long it takes until a job's status shows it. */
final class Changes {
  /** A sweep of 5,000 jobs with a small budget takes minutes. */
  private static final Duration SHOWN_WITHIN = Duration.ofMinutes(6);

  private record Change(String name, long labeled, long atNanos) {}

  private final BenchWorkers workers;
  private final JobWatch watch;
  private final OperatorProcess operator;

  Changes(BenchWorkers workers, JobWatch watch, OperatorProcess operator) {
    this.workers = workers;
    this.watch = watch;
    this.operator = operator;
  }

  /** One object of each job, as quickly as the people can. */
  Delays atOnce(List<String> names) {
    AtomicInteger next = new AtomicInteger();
    List<Change> changes = new ArrayList<>();
    try (ExecutorService people = Executors.newFixedThreadPool(BenchWorkers.SIZE)) {
      List<Future<List<Change>>> work = new ArrayList<>();
      for (int i = 0; i < BenchWorkers.SIZE; i++) {
        int person = i;
        work.add(
            people.submit(
                () -> {
                  List<Change> own = new ArrayList<>();
                  for (int job = next.getAndIncrement();
                      job < names.size();
                      job = next.getAndIncrement()) {
                    own.add(change(person, names.get(job)));
                  }
                  return own;
                }));
      }
      for (Future<List<Change>> one : work) {
        changes.addAll(result(one));
      }
    }
    return shown(changes);
  }

  /** One object of each job, one job after the other, evenly spread over the time. */
  Delays spread(List<String> names, Duration over) {
    long pause = over.toNanos() / names.size();
    List<Future<Change>> work = new ArrayList<>();
    List<Change> changes = new ArrayList<>();
    try (ScheduledExecutorService people = Executors.newScheduledThreadPool(BenchWorkers.SIZE)) {
      for (int i = 0; i < names.size(); i++) {
        int person = i % BenchWorkers.SIZE;
        String name = names.get(i);
        work.add(
            people.schedule(
                () -> change(person, name), pause * i + pause / 2, TimeUnit.NANOSECONDS));
      }
      for (Future<Change> one : work) {
        changes.add(result(one));
      }
    }
    return shown(changes);
  }

  private Change change(int person, String name) {
    JobWatch.Seen before = watch.get(name);
    return new Change(name, before.labeled() + 1, workers.label(person, before.remoteName()));
  }

  private Delays shown(List<Change> changes) {
    Wait.until(
        changes.size() + " changes are in status",
        SHOWN_WITHIN,
        Duration.ofMillis(100),
        () -> changes.stream().filter(c -> arrival(c).isEmpty()).count() + " are not",
        () -> {
          operator.requireAlive();
          return changes.stream().allMatch(c -> arrival(c).isPresent());
        });
    return Delays.of(
        changes.stream()
            .map(c -> Math.max(0, arrival(c).orElseThrow() - c.atNanos()))
            .map(Duration::ofNanos)
            .toList());
  }

  private Optional<Long> arrival(Change change) {
    return watch.arrival(change.name(), change.labeled());
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("nobody could label: " + e.getCause().getMessage(), e);
    }
  }
}
