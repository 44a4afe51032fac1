package dev.labelops.operator;

import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this replica holds the lease now. A lost lease is noticed here before anything else acts.
 */
final class Leadership implements BooleanSupplier {
  private static final Logger LOG = LoggerFactory.getLogger(Leadership.class);

  private final AtomicBoolean leading = new AtomicBoolean();

  /**
   * @param afterwards run once this replica no longer leads; must not wait for the process to end
   */
  LeaderCallbacks callbacks(Runnable afterwards) {
    return new LeaderCallbacks(
        () -> {
          leading.set(true);
          LOG.info("this replica leads");
        },
        () -> {
          leading.set(false);
          LOG.info("this replica no longer leads");
          afterwards.run();
        },
        leader -> LOG.info("leader is {}", leader));
  }

  @Override
  public boolean getAsBoolean() {
    return leading.get();
  }
}
