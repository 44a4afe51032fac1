package dev.labelops.operator.dataset;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.kube.ChangedByOthers;
import dev.labelops.operator.pass.Pass;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.util.List;

/** Drives LabelingDatasets; see docs/build/reconcile-flow.md. Wires, and holds no logic. */
@Singleton
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
@ControllerConfiguration(
    name = "labelingdataset",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ChangedByOthers.class))
public class LabelingDatasetController implements Reconciler<LabelingDataset> {
  private final Platform platform;
  private final Pass<LabelingDataset, ?, ?, ?, ?> pass;

  public LabelingDatasetController(Platform platform) {
    this.platform = platform;
    this.pass = new Pass<>(platform, new DatasetKind(platform));
  }

  @Override
  public List<EventSource<?, LabelingDataset>> prepareEventSources(
      EventSourceContext<LabelingDataset> context) {
    platform
        .metrics()
        .conditions(
            LabelingDataset.class,
            () -> context.getPrimaryCache().list(),
            dataset -> dataset.getStatus() == null ? null : dataset.getStatus().conditions());
    return List.of();
  }

  @Override
  public UpdateControl<LabelingDataset> reconcile(
      LabelingDataset copy, Context<LabelingDataset> context) {
    return pass.reconcile(copy);
  }
}
