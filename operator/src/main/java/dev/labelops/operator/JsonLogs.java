package dev.labelops.operator;

import dev.labelops.operator.config.OperatorConfig;
import io.quarkus.bootstrap.logging.InitialConfigurator;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.logging.Handler;
import org.jboss.logmanager.formatters.JsonFormatter;
import org.jboss.logmanager.handlers.ConsoleHandler;

/**
 * One JSON object per log line when {@code labelops.log-format} is {@code json}: time, level,
 * logger, message, the resource under reconciliation (MDC) and the exception, for machines that
 * collect logs.
 */
@Singleton
class JsonLogs {
  void onStart(@Observes @Priority(1) StartupEvent event, OperatorConfig config) {
    if (config.logFormat() == OperatorConfig.LogFormat.JSON) {
      for (Handler handler : InitialConfigurator.DELAYED_HANDLER.getHandlers()) {
        if (handler instanceof ConsoleHandler console) {
          console.setFormatter(new JsonFormatter());
        }
      }
    }
  }
}
