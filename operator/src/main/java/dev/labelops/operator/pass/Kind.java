package dev.labelops.operator.pass;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.ObservedStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.StatusEvent;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The parts of one kind that {@link Pass} puts together, each from a room of its own. An object
 * that is being deleted takes the same path with other actions.
 *
 * @param <R> the resource
 * @param <T> its status
 * @param <S> what one pass saw (look)
 * @param <A> what it does (decide)
 * @param <O> what came of that (decide)
 */
public interface Kind<R extends CustomResource<?, T>, T extends ObservedStatus, S, A, O> {
  /** What becomes of the Kubernetes object by an action. */
  enum Fate {
    STAYS,
    /** The action deleted it: there is no status to write. */
    DELETED,
    /** Its finalizer goes: there is no status to write. */
    RELEASED
  }

  /** What differs from the other kinds after a failure. */
  FailurePolicy failures();

  /**
   * Whether the informer's copy is enough for an object of which the pass will most likely only
   * {@link #reports report}. A status written over anything newer is refused, and the pass then
   * reads the object live.
   */
  boolean copySuffices(R copy);

  // look

  /** Reads the remote side and what the object refers to, and changes nothing. */
  S observe(R object, Instant now);

  /** The call that ended the look early, if one did. */
  Optional<CloudFailure> failureOfLook(S seen);

  /** Gives up what the look holds; called once, after everything else. */
  void close(S seen);

  // decide

  /** The one thing to do. Pure. */
  A decide(S seen);

  /** Whether the action writes down what was seen and does nothing else. Pure. */
  boolean reports(A action);

  Fate fate(A action);

  // act

  /**
   * Performs the action; the only side effects of a pass besides status and Events.
   *
   * @return a failed AWS call is an outcome too
   */
  O act(R object, S seen, A action);

  Optional<CloudFailure> failureOfAct(O outcome);

  // status

  /**
   * The status after the pass. Pure.
   *
   * @param failingFor how long the same call has failed without a break; zero when none did
   * @return possibly null: nothing to say
   */
  T status(S seen, A action, O outcome, Duration failingFor);

  /** The status of an object with {@code labelops.dev/reconcile: paused}. Pure. */
  T frozen(R object, Instant now);

  /**
   * The same status with other conditions. Pure.
   *
   * @param status possibly null
   */
  T with(T status, long observedGeneration, List<Condition> conditions);

  /**
   * The Events of the pass. Pure.
   *
   * @param before possibly null
   * @param action empty when the pass decided on none: the object is frozen, or a fault ended it
   */
  List<StatusEvent> events(T before, T after, Optional<A> action);

  /**
   * When the next pass comes if nothing else wakes the object. Pure.
   *
   * @param retry the delay that a failed look asks for; empty when none failed
   * @return empty: a change of the object or of what it refers to wakes it
   */
  Optional<Duration> next(S seen, A action, O outcome, Optional<Duration> retry);

  // memory

  /** The status of the pass is written down; what counts as seen only then is remembered now. */
  void written(R object, S seen, A action, T after);

  /** The object is gone. */
  void forget(R object);
}
