package dev.labelops.operator;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.config.OperatorConfig;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.config.Settings;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.metrics.AwsCallMetrics;
import dev.labelops.operator.metrics.Metrics;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.All;
import io.quarkus.kubernetes.client.KubernetesClientObjectMapper;
import io.quarkus.runtime.Quarkus;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Puts the deployed operator together; tests make a {@link Platform} by hand instead. */
@Singleton
class Wiring {
  private static final String LEASE = "labelops-operator";

  /** Who has lost the lease ends, and is started again by Kubernetes as a standby. */
  private static final int LEASE_LOST = 1;

  private final Leadership leadership = new Leadership();

  @Produces
  @Singleton
  OperatorSettings settings(OperatorConfig config) {
    return Settings.of(config, System.getenv());
  }

  @Produces
  @Singleton
  CallBudget callBudget(OperatorSettings settings) {
    return new CallBudget(settings.feed().callsPerMinute());
  }

  @Produces
  @Singleton
  AwsCallMetrics awsCallMetrics(MeterRegistry registry) {
    return new AwsCallMetrics(registry);
  }

  /**
   * What the operator SDK measures of itself, by controller. By default it keeps a dozen meters for
   * each object, which is most of the heap with a thousand objects and contains their names.
   */
  @Produces
  @Singleton
  io.javaoperatorsdk.operator.api.monitoring.Metrics sdkMetrics(MeterRegistry registry) {
    return MicrometerMetrics.withoutPerResourceMetrics(registry);
  }

  @Produces
  @Singleton
  AwsClients awsClients(OperatorSettings settings, @All List<ExecutionInterceptor> interceptors) {
    AwsClients clients = new AwsClients(settings, interceptors);
    // Without an AOT cache loading the SDK's classes takes a second, which the first resource need
    // not wait for.
    Thread.ofVirtual().name("open-aws-clients").start(clients::openOwn);
    return clients;
  }

  void close(@Disposes AwsClients clients) {
    clients.close();
  }

  /**
   * Knows what is watched, and {@code Status}, with which a watch ends. The extension's own loads
   * every kind that Kubernetes has but not these, so each event would be read twice.
   */
  @Produces
  @Singleton
  KubernetesSerialization serialization(@KubernetesClientObjectMapper ObjectMapper mapper) {
    KubernetesSerialization serialization = new KubernetesSerialization(mapper, false);
    List.of(LabelingWorkforce.class, LabelingDataset.class, LabelingJob.class, Status.class)
        .forEach(serialization::registerKubernetesResource);
    return serialization;
  }

  @Produces
  @Singleton
  Platform platform(
      KubernetesClient kubernetes,
      OperatorSettings settings,
      AwsClients aws,
      CallBudget budget,
      MeterRegistry registry) {
    Clock clock = Clock.systemUTC();
    Metrics metrics = new Metrics(registry);
    metrics.leading(leadership);
    return new Platform(
        kubernetes,
        settings,
        settings.installation().orElseGet(() -> Platform.clusterId(kubernetes)),
        aws,
        metrics.counting(StatusWriter.to(kubernetes)),
        new EventRecorder(kubernetes, clock),
        clock,
        leadership,
        budget,
        metrics);
  }

  /**
   * Used in the profile prod; the lease is in the operator's own namespace. The SDK's own exit
   * would wait for the shutdown that waits for it, and it keeps the lease until it expires.
   */
  @Produces
  @Singleton
  LeaderElectionConfiguration leaderElection(OperatorConfig config, KubernetesClient kubernetes) {
    OwnLease lease = new OwnLease(kubernetes, config.namespace(), LEASE, config.identity());
    return new LeaderElectionConfiguration(
        LEASE,
        config.namespace(),
        config.lease().duration(),
        config.lease().renewDeadline(),
        config.lease().retryPeriod(),
        config.identity(),
        leadership.callbacks(
            () -> {
              lease.giveBack();
              Quarkus.asyncExit(LEASE_LOST);
            }),
        false);
  }
}
