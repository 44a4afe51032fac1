package dev.labelops.engine.cognito.signin;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Password checks cost processor time on purpose, and anybody may ask for one. As many run at the
 * same time as there are processors, a few wait, and more are turned away, so that hammering the
 * sign-in leaves threads and processors to everybody else.
 */
final class HashQueue {
  private static final int WAITING = 32;

  private final Semaphore turns;
  private final Semaphore places;

  HashQueue(int processors) {
    this.turns = new Semaphore(processors, true);
    this.places = new Semaphore(processors + WAITING);
  }

  /** Does the work when it is its turn; empty, and nothing done, when too many wait already. */
  <T> Optional<T> inTurn(Supplier<T> work) {
    if (!places.tryAcquire()) {
      return Optional.empty();
    }
    try {
      turns.acquireUninterruptibly();
      try {
        return Optional.of(work.get());
      } finally {
        turns.release();
      }
    } finally {
      places.release();
    }
  }
}
