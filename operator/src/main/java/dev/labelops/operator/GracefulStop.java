package dev.labelops.operator;

import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.processing.Controller;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the passes that have begun end before the process does, and begins no others. The Quarkus
 * extension interrupts them, and the hook of the SDK does nothing while leader election is on.
 */
@Singleton
class GracefulStop {
  /** Less than the Deployment's terminationGracePeriodSeconds. */
  private static final Duration PASSES_END_WITHIN = Duration.ofSeconds(20);

  private static final Logger LOG = LoggerFactory.getLogger(GracefulStop.class);

  /** Runs before the extension stops the operator; until then the lease is kept and renewed. */
  void onShutdown(
      @Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) ShutdownEvent event,
      Operator operator)
      throws InterruptedException {
    operator
        .getRegisteredControllers()
        .forEach(
            registered -> {
              if (registered instanceof Controller<?> controller) {
                controller.stop();
              }
            });
    ExecutorService passes =
        operator.getConfigurationService().getExecutorServiceManager().reconcileExecutorService();
    passes.shutdown();
    if (passes.awaitTermination(PASSES_END_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
      LOG.info("all passes have ended");
    } else {
      LOG.warn(
          "a pass has not ended within {} s and is interrupted; it is repeated after the next"
              + " start",
          PASSES_END_WITHIN.toSeconds());
    }
  }
}
