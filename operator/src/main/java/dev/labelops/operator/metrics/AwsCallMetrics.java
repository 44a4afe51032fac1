package dev.labelops.operator.metrics;

import dev.labelops.operator.aws.AwsErrors;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/** Counts and times every AWS call, its retries included, by outcome. */
public final class AwsCallMetrics implements ExecutionInterceptor {
  private static final ExecutionAttribute<Long> STARTED =
      new ExecutionAttribute<>("LabelOpsCallStarted");

  private final MeterRegistry registry;

  public AwsCallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    attributes.putAttribute(STARTED, System.nanoTime());
  }

  @Override
  public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
    record(attributes, "ok");
  }

  @Override
  public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
    record(
        attributes,
        context.exception() instanceof SdkException failure
            ? AwsErrors.classify(service(attributes) + ":" + operation(attributes), failure)
                .errorClass()
                .name()
                .toLowerCase(Locale.ROOT)
            : "error");
  }

  private void record(ExecutionAttributes attributes, String outcome) {
    Long started = attributes.getAttribute(STARTED);
    if (started == null) {
      return;
    }
    Metric.AWS_CALLS
        .timer(registry, service(attributes), operation(attributes), outcome)
        .record(Duration.ofNanos(System.nanoTime() - started));
  }

  private static String service(ExecutionAttributes attributes) {
    return attributes
        .getAttribute(SdkExecutionAttribute.SERVICE_NAME)
        .replace(" ", "")
        .toLowerCase(Locale.ROOT);
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }
}
