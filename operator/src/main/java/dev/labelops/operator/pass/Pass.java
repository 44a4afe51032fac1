package dev.labelops.operator.pass;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.ObservedStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.pass.Kind.Fate;
import dev.labelops.operator.status.FailureStreak;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.StatusEvent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over one object, the same for every kind: live read, lease, freeze, observe (which
 * validates), decide, act, one status write, Events, schedule.
 *
 * <p>An exception that nobody expected is a failed look like any other: logged with its stack,
 * counted, reported by {@code Synced} and an Event, and tried again at the pace of the failure
 * policy. An Error too, after which the framework would never run the object again.
 */
public final class Pass<R extends CustomResource<?, T>, T extends ObservedStatus, S, A, O> {
  private static final Logger LOG = LoggerFactory.getLogger(Pass.class);
  private static final Duration AFTER_CONFLICT = Duration.ofMillis(200);
  private static final Duration KUBERNETES_AGAIN = Duration.ofSeconds(5);

  /**
   * How a pass ended.
   *
   * @param release the finalizer may go
   * @param next pass, if nothing wakes the object before
   */
  private record Result(boolean release, Optional<Duration> next) {
    static final Result NOTHING = new Result(false, Optional.empty());

    static Result again(Duration next) {
      return new Result(false, Optional.of(next));
    }
  }

  private final Platform platform;
  private final Kind<R, T, S, A, O> kind;
  private final FailureStreaks streaks =
      new FailureStreaks(() -> ThreadLocalRandom.current().nextDouble());

  public Pass(Platform platform, Kind<R, T, S, A, O> kind) {
    this.platform = platform;
    this.kind = kind;
  }

  /**
   * A pass over an object that is there to stay.
   *
   * @param copy the informer's copy, for this pass alone
   */
  public UpdateControl<R> reconcile(R copy) {
    UpdateControl<R> control = UpdateControl.noUpdate();
    run(copy, false).next().ifPresent(control::rescheduleAfter);
    return control;
  }

  /**
   * A pass over an object that is being deleted.
   *
   * @param copy the informer's copy, for this pass alone
   */
  public DeleteControl cleanup(R copy) {
    Result result = run(copy, true);
    if (result.release()) {
      return DeleteControl.defaultDelete();
    }
    DeleteControl control = DeleteControl.noFinalizerRemoval();
    result.next().ifPresent(next -> control.rescheduleAfter(next.toMillis()));
    return control;
  }

  private Result run(R copy, boolean leaving) {
    try {
      return guarded(copy, leaving);
    } catch (KubernetesClientException e) {
      LOG.warn(
          "{}: the API server did not do as asked: {}",
          ResourceID.fromResource(copy),
          e.getMessage());
      return Result.again(KUBERNETES_AGAIN);
    }
  }

  private Result guarded(R copy, boolean leaving) {
    try {
      return pass(copy, leaving);
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException | Error fault) {
      LOG.error("{}: the pass ended in a fault", ResourceID.fromResource(copy), fault);
      return Result.again(fault(copy, fault));
    }
  }

  private Result pass(R copy, boolean leaving) {
    if (!leaving && kind.copySuffices(copy)) {
      Optional<Result> reported = over(copy, kind::reports);
      if (reported.isPresent()) {
        return reported.get();
      }
    }
    R live = platform.kubernetes().resource(copy).get();
    if (live == null) {
      forget(copy);
      return Result.NOTHING;
    }
    if (live.isMarkedForDeletion() != leaving) {
      // The event of the change is on its way, and its pass is the other one.
      streaks.ended(copy);
      return Result.NOTHING;
    }
    return over(live, action -> true).orElseGet(() -> Result.again(AFTER_CONFLICT));
  }

  /** Empty when the action is not allowed, or when somebody else has written meanwhile. */
  private Optional<Result> over(R object, Predicate<A> allowed) {
    if (!platform.leading().getAsBoolean()) {
      return Optional.of(Result.NOTHING);
    }
    Instant now = platform.clock().instant();
    if (frozen(object)) {
      return freeze(object, now);
    }
    S seen = kind.observe(object, now);
    try {
      return over(object, seen, allowed, now);
    } finally {
      kind.close(seen);
    }
  }

  private Optional<Result> over(R object, S seen, Predicate<A> allowed, Instant now) {
    A action = kind.decide(seen);
    if (!allowed.test(action)) {
      return Optional.empty();
    }
    measure(object, action.getClass().getSimpleName(), kind.reports(action));
    O outcome = kind.act(object, seen, action);
    Optional<CloudFailure> failed = kind.failureOfAct(outcome);
    failed.ifPresent(
        failure -> LOG.info("{}: {}", ResourceID.fromResource(object), failure.sentence()));
    T before = object.getStatus();
    Optional<FailureStreak> streak =
        streaks.count(object, failed.or(() -> kind.failureOfLook(seen)), now);
    Duration failingFor =
        streak
            .map(one -> kind.failures().failingFor(conditions(before), one))
            .orElse(Duration.ZERO);
    T after =
        synced(
            before,
            kind.status(seen, action, outcome, failingFor),
            streak.map(FailureStreak::missed),
            now);
    Fate fate = kind.fate(action);
    if (fate == Fate.STAYS && !write(object, after)) {
      return Optional.empty();
    }
    tell(object, kind.events(before, after, Optional.of(action)));
    kind.written(object, seen, action, after);
    if (fate == Fate.RELEASED) {
      forget(object);
    }
    Optional<Duration> retry = streak.map(one -> kind.failures().delay(one, failingFor));
    return Optional.of(
        new Result(
            fate == Fate.RELEASED,
            failed.isPresent() ? retry : kind.next(seen, action, outcome, retry)));
  }

  /** Whether the user has paused the object; one that is to go without a look goes all the same. */
  private static boolean frozen(HasMetadata object) {
    return Annotations.paused(object)
        && !(object.isMarkedForDeletion() && Annotations.forceOrphan(object));
  }

  private Optional<Result> freeze(R object, Instant now) {
    measure(object, "Freeze", false);
    streaks.ended(object);
    T before = object.getStatus();
    T after = kind.frozen(object, now);
    if (!write(object, after)) {
      return Optional.empty();
    }
    tell(object, kind.events(before, after, Optional.empty()));
    return Optional.of(Result.NOTHING);
  }

  /** Reports that a pass came to no end. */
  private Duration fault(R copy, Throwable fault) {
    CloudFailure failure =
        fault instanceof CloudFailure known ? known : CloudFailure.unexpected(fault);
    Instant now = platform.clock().instant();
    FailureStreak streak = streaks.count(copy, Optional.of(failure), now).orElseThrow();
    R live = platform.leading().getAsBoolean() ? platform.kubernetes().resource(copy).get() : null;
    if (live == null) {
      streaks.ended(copy);
    } else {
      T before = live.getStatus();
      T after = missed(live, streak.missed(), now);
      if (write(live, after)) {
        tell(live, kind.events(before, after, Optional.empty()));
      }
    }
    return kind.failures().delay(streak, streak.lasting());
  }

  private T missed(R live, MissedLooks missed, Instant now) {
    T before = live.getStatus();
    long generation = live.getMetadata().getGeneration();
    List<Condition> old = Optional.ofNullable(conditions(before)).orElse(List.of());
    boolean current =
        before != null
            && before.observedGeneration() != null
            && before.observedGeneration() == generation;
    List<Condition> told = missed.over(old, current, live.isMarkedForDeletion(), generation, now);
    return told.equals(old) ? before : kind.with(before, generation, told);
  }

  /** The same status with what {@code Synced} has to say. */
  private T synced(T before, T after, Optional<MissedLooks> missed, Instant now) {
    if (after == null) {
      return null;
    }
    List<Condition> told =
        MissedLooks.told(
            conditions(before), after.conditions(), missed, after.observedGeneration(), now);
    return told.equals(after.conditions())
        ? after
        : kind.with(after, after.observedGeneration(), told);
  }

  private static List<Condition> conditions(ObservedStatus status) {
    return status == null ? null : status.conditions();
  }

  /** Writes the status when it differs; false when somebody else was faster. */
  private boolean write(R object, T after) {
    if (after == null || after.equals(object.getStatus())) {
      return true;
    }
    object.setStatus(after);
    return platform.statuses().write(object).isPresent();
  }

  private void tell(R object, List<StatusEvent> events) {
    for (StatusEvent event : events) {
      if (event.warning()) {
        platform.events().warning(object, event.reason(), event.message());
      } else {
        platform.events().normal(object, event.reason(), event.message());
      }
    }
  }

  private void measure(R object, String action, boolean reports) {
    platform.metrics().action(object.getKind(), action);
    LOG.atLevel(reports ? org.slf4j.event.Level.DEBUG : org.slf4j.event.Level.INFO)
        .log("{}: {}", ResourceID.fromResource(object), action);
  }

  private void forget(R gone) {
    kind.forget(gone);
    streaks.ended(gone);
  }
}
