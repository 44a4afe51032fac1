package dev.labelops.operator.workforce;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.kube.ChangedByOthers;
import dev.labelops.operator.pass.GuardedPass;
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
  private final WorkforcePass pass;
  private final WorkforceCleanup cleanup;
  private final GuardedPass<LabelingWorkforce> guarded;

  public LabelingWorkforceController(Platform platform) {
    this.platform = platform;
    this.pass = new WorkforcePass(platform);
    this.cleanup = new WorkforceCleanup(platform);
    this.guarded = new GuardedPass<>(platform, pass::missed);
  }

  @Override
  public UpdateControl<LabelingWorkforce> reconcile(
      LabelingWorkforce which, Context<LabelingWorkforce> context) {
    return guarded.run(
        which,
        () -> pass(which),
        next -> UpdateControl.<LabelingWorkforce>noUpdate().rescheduleAfter(next));
  }

  private UpdateControl<LabelingWorkforce> pass(LabelingWorkforce which) {
    LabelingWorkforce live = platform.kubernetes().resource(which).get();
    if (live == null || live.isMarkedForDeletion()) {
      pass.forget(which);
      return UpdateControl.noUpdate();
    }
    return platform.leading().getAsBoolean() ? pass.over(live) : UpdateControl.noUpdate();
  }

  @Override
  public DeleteControl cleanup(LabelingWorkforce which, Context<LabelingWorkforce> context) {
    return guarded.run(
        which,
        () -> leave(which),
        next -> DeleteControl.noFinalizerRemoval().rescheduleAfter(next.toMillis()));
  }

  private DeleteControl leave(LabelingWorkforce which) {
    LabelingWorkforce live = platform.kubernetes().resource(which).get();
    if (!platform.leading().getAsBoolean()) {
      return DeleteControl.noFinalizerRemoval();
    }
    pass.forget(which);
    return live == null ? DeleteControl.defaultDelete() : cleanup.pass(live);
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
