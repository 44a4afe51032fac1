package dev.labelops.engine.labeling.learning;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that compute on one object each. */
final class Workers implements AutoCloseable {
  /** Results that wait to be taken, per thread: they may be large. */
  private static final int WINDOW = 4;

  private final ExecutorService pool;
  private final int threads;
  private final int window;

  Workers(int threads) {
    AtomicInteger number = new AtomicInteger();
    pool =
        Executors.newFixedThreadPool(
            threads,
            work ->
                Thread.ofPlatform()
                    .name("labeling-learning-" + number.incrementAndGet())
                    .daemon()
                    .unstarted(work));
    this.threads = threads;
    window = WINDOW * threads;
  }

  int threads() {
    return threads;
  }

  @FunctionalInterface
  interface Work<T> {
    T of(int id) throws IOException;
  }

  @FunctionalInterface
  interface Taker<T> {
    void take(int id, T result) throws IOException;
  }

  /**
   * Works on these objects in parallel; the results are taken in their order, on the caller's
   * thread.
   */
  <T> void each(Collection<Integer> ids, Work<T> work, Taker<T> taker) throws IOException {
    record Running<T>(int id, Future<T> result) {}
    Deque<Running<T>> running = new ArrayDeque<>();
    try {
      for (int id : ids) {
        if (running.size() == window) {
          Running<T> first = running.removeFirst();
          taker.take(first.id, result(first.result));
        }
        running.add(new Running<>(id, pool.submit(() -> work.of(id))));
      }
      while (!running.isEmpty()) {
        Running<T> first = running.removeFirst();
        taker.take(first.id, result(first.result));
      }
    } finally {
      running.forEach(one -> one.result.cancel(true));
    }
  }

  private static <T> T result(Future<T> future) throws IOException {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the round was interrupted");
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failed -> throw failed;
        case UncheckedIOException failed -> throw failed.getCause();
        case RuntimeException failed -> throw failed;
        case Error failed -> throw failed;
        default -> throw new IllegalStateException(e.getCause());
      }
    }
  }

  @Override
  public void close() {
    pool.shutdownNow();
  }
}
