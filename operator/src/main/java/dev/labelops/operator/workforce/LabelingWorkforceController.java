package dev.labelops.operator.workforce;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.kube.ChangedByOthers;
import dev.labelops.operator.pass.Pass;
import dev.labelops.operator.workforce.look.MemberSecrets;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.TransformingItemStore;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Watches LabelingWorkforces and the Secrets that list their members. AWS failures are outcomes;
 * what the framework retries is an API server that does not answer.
 */
@Singleton
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
@ControllerConfiguration(
    name = "labelingworkforce",
    finalizerName = "labelops.dev/workforce",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ChangedByOthers.class))
public class LabelingWorkforceController
    implements Reconciler<LabelingWorkforce>, Cleaner<LabelingWorkforce> {
  private final Platform platform;
  private final Pass<LabelingWorkforce, ?, ?, ?, ?> pass;

  public LabelingWorkforceController(Platform platform) {
    this.platform = platform;
    this.pass = new Pass<>(platform, new WorkforceKind(platform));
  }

  @Override
  public UpdateControl<LabelingWorkforce> reconcile(
      LabelingWorkforce copy, Context<LabelingWorkforce> context) {
    return pass.reconcile(copy);
  }

  @Override
  public DeleteControl cleanup(LabelingWorkforce copy, Context<LabelingWorkforce> context) {
    return pass.cleanup(copy);
  }

  @Override
  public List<EventSource<?, LabelingWorkforce>> prepareEventSources(
      EventSourceContext<LabelingWorkforce> context) {
    platform
        .metrics()
        .conditions(
            LabelingWorkforce.class,
            () -> context.getPrimaryCache().list(),
            workforce -> workforce.getStatus() == null ? null : workforce.getStatus().conditions());
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Secret.class, LabelingWorkforce.class)
                .withName("members")
                .withNamespacesInheritedFromController()
                // What a Secret holds is read when it is needed, and kept nowhere.
                .withItemStore(new TransformingItemStore<>(MemberSecrets::withoutData))
                .withSecondaryToPrimaryMapper(
                    secret ->
                        context
                            .getPrimaryCache()
                            .list()
                            .filter(workforce -> MemberSecrets.named(workforce, secret))
                            .map(
                                io.javaoperatorsdk.operator.processing.event.ResourceID
                                    ::fromResource)
                            .collect(Collectors.toSet()))
                .withPrimaryToSecondaryMapper(workforce -> Set.of())
                .build(),
            context));
  }
}
