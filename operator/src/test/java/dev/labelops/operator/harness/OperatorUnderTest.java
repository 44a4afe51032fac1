package dev.labelops.operator.harness;

import dev.labelops.operator.Platform;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.iam.IamCheck;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.metrics.AwsCallMetrics;
import dev.labelops.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * One operator process, inside the test's JVM: real controllers with empty caches, a real API
 * server and real AWS calls. Close it and start another to restart it.
 */
public final class OperatorUnderTest implements AutoCloseable {
  private final Operator operator;
  private final AwsClients aws;
  private final CrashPoints calls;
  private final RequestCheck requests;
  private final IamCheck iam;
  private final AtomicBoolean leading;

  private OperatorUnderTest(
      Operator operator,
      AwsClients aws,
      CrashPoints calls,
      RequestCheck requests,
      IamCheck iam,
      AtomicBoolean leading) {
    this.operator = operator;
    this.aws = aws;
    this.calls = calls;
    this.requests = requests;
    this.iam = iam;
    this.leading = leading;
  }

  /**
   * Starts the controllers for one namespace.
   *
   * @param kubernetes of the cluster; the operator gets a client of its own with the same
   *     configuration
   * @param calls recorder, or {@link CrashPoints#at} to let it die
   * @param controllers constructors, for example {@code LabelingDatasetController::new}
   */
  public static OperatorUnderTest start(
      KubernetesClient kubernetes,
      String namespace,
      OperatorSettings settings,
      CrashPoints calls,
      List<Function<Platform, Reconciler<?>>> controllers) {
    AtomicBoolean leading = new AtomicBoolean(true);
    KubernetesClient own =
        new KubernetesClientBuilder().withConfig(kubernetes.getConfiguration()).build();
    RequestCheck requests = new RequestCheck();
    IamCheck iam = new IamCheck(settings);
    MeterRegistry registry = new SimpleMeterRegistry();
    CallBudget budget = new CallBudget(settings.feed().callsPerMinute());
    AwsClients aws =
        new AwsClients(
            settings, List.of(calls, requests, iam, budget, new AwsCallMetrics(registry)));
    Clock clock = Clock.systemUTC();
    Metrics metrics = new Metrics(registry);
    Platform platform =
        new Platform(
            own,
            settings,
            settings.installation().orElseGet(() -> Platform.clusterId(own)),
            aws,
            metrics.counting(calls.around(StatusWriter.to(own))),
            new EventRecorder(own, clock),
            clock,
            leading::get,
            budget,
            metrics);
    Operator operator =
        new Operator(
            overrider ->
                overrider
                    .withKubernetesClient(own)
                    .withCloseClientOnStop(true)
                    .checkingCRDAndValidateLocalModel(false));
    for (Function<Platform, Reconciler<?>> controller : controllers) {
      operator.register(
          controller.apply(platform), configuration -> configuration.settingNamespace(namespace));
    }
    operator.start();
    return new OperatorUnderTest(operator, aws, calls, requests, iam, leading);
  }

  /** What went out so far. */
  public CrashPoints calls() {
    return calls;
  }

  /**
   * Ends it.
   *
   * @throws AssertionError when a request that it sent breaks a published service model, or is one
   *     that the policies of {@code config/aws} do not allow
   */
  @Override
  public void close() {
    leading.set(false);
    operator.stop();
    aws.close();
    iam.close();
    if (!requests.problems().isEmpty()) {
      throw new AssertionError("requests break the service models: " + requests.problems());
    }
    if (!iam.problems().isEmpty()) {
      throw new AssertionError(
          "config/aws/operator-*.json do not allow: " + List.copyOf(iam.problems()));
    }
  }
}
