package dev.labelops.operator.pass;

import dev.labelops.operator.Platform;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.MissedLooks;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the passes of one kind, and makes an exception that nobody expected a failed look like any
 * other: logged with its stack, counted, told by {@code Synced} and an Event, and tried again at
 * the pace of {@link FailureStreaks}. An Error too, after which the framework would never run the
 * object again. Only an API server that does not do as asked is left to the caller.
 */
public final class GuardedPass<T extends HasMetadata> {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedPass.class);

  /** Writes down what Synced has to say. */
  @FunctionalInterface
  public interface Teller<T> {
    /**
     * @param live as read now
     */
    void tell(T live, MissedLooks missed, Instant now);
  }

  private final Platform platform;
  private final Teller<T> teller;
  private final FailureStreaks streaks = new FailureStreaks();

  public GuardedPass(Platform platform, Teller<T> teller) {
    this.platform = platform;
    this.teller = teller;
  }

  /**
   * Runs a pass.
   *
   * @param which the informer's copy
   * @param again the result of a pass that failed, given the time until the next
   * @throws KubernetesClientException when the API server did not do as asked
   */
  public <R> R run(T which, Supplier<R> pass, Function<Duration, R> again) {
    try {
      R result = pass.get();
      streaks.ended(which);
      return result;
    } catch (KubernetesClientException e) {
      throw e;
    } catch (RuntimeException | Error fault) {
      LOG.error("{}: the pass ended in a fault", ResourceID.fromResource(which), fault);
      return again.apply(failed(which, fault));
    }
  }

  private Duration failed(T which, Throwable fault) {
    CloudFailure failure =
        fault instanceof CloudFailure known ? known : CloudFailure.unexpected(fault);
    Instant now = platform.clock().instant();
    FailureStreaks.Streak streak = streaks.count(which, Optional.of(failure), now).orElseThrow();
    T live = platform.leading().getAsBoolean() ? platform.kubernetes().resource(which).get() : null;
    if (live == null) {
      streaks.ended(which);
    } else {
      teller.tell(live, streak.missed(), now);
    }
    return streak.delay();
  }
}
