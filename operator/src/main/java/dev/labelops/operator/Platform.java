package dev.labelops.operator;

import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CallBudget;
import dev.labelops.operator.config.OperatorSettings;
import dev.labelops.operator.kube.EventRecorder;
import dev.labelops.operator.kube.StatusWriter;
import dev.labelops.operator.metrics.Metrics;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/**
 * What every controller is built on. Deployed, {@code Wiring} makes it; tests make it by hand, with
 * a fresh one after each simulated crash.
 *
 * @param installation resolved: the setting, or the UID of kube-system
 * @param leading whether this replica leads; pollers ask before each act
 * @param budget what {@code aws} may still call; pollers ask before they begin
 * @param metrics what is measured
 */
public record Platform(
    KubernetesClient kubernetes,
    OperatorSettings settings,
    String installation,
    AwsClients aws,
    StatusWriter statuses,
    EventRecorder events,
    InstantSource clock,
    BooleanSupplier leading,
    CallBudget budget,
    Metrics metrics) {

  /** The UID of the namespace kube-system, which names a cluster for as long as it lives. */
  public static String clusterId(KubernetesClient kubernetes) {
    return kubernetes.namespaces().withName("kube-system").require().getMetadata().getUid();
  }
}
