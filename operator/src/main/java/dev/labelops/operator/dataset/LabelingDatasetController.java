package dev.labelops.operator.dataset;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.act.DatasetActor;
import dev.labelops.operator.dataset.act.DatasetOutcome;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetDecider;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObserver;
import dev.labelops.operator.dataset.status.DatasetEvents;
import dev.labelops.operator.dataset.status.DatasetSchedule;
import dev.labelops.operator.dataset.status.DatasetStatusMapper;
import dev.labelops.operator.kube.ChangedByOthers;
import dev.labelops.operator.pass.FailureStreaks;
import dev.labelops.operator.pass.GuardedPass;
import dev.labelops.operator.status.MissedLooks;
import io.javaoperatorsdk.operator.api.config.informer.Informer;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One pass over a LabelingDataset: observe, decide, act, write status. It makes nothing that it
 * would have to take back, so it has no finalizer. AWS failures are outcomes; what is retried by
 * the framework is an API server that does not answer.
 */
@Singleton
@GradualRetry(maxAttempts = -1, initialInterval = 1000, maxInterval = 60_000)
@ControllerConfiguration(
    name = "labelingdataset",
    generationAwareEventProcessing = false,
    informer = @Informer(onUpdateFilter = ChangedByOthers.class))
public class LabelingDatasetController implements Reconciler<LabelingDataset> {
  private static final Logger LOG = LoggerFactory.getLogger(LabelingDatasetController.class);
  private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

  private final Platform platform;
  private final DatasetObserver observer;
  private final DatasetActor actor;
  private final DatasetEvents events;
  private final GuardedPass<LabelingDataset> guarded;
  private final FailureStreaks streaks = new FailureStreaks();

  public LabelingDatasetController(Platform platform) {
    this.platform = platform;
    this.observer = new DatasetObserver(platform);
    this.actor = new DatasetActor(platform);
    this.events = new DatasetEvents(platform.events());
    this.guarded = new GuardedPass<>(platform, this::missed);
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
      LabelingDataset which, Context<LabelingDataset> context) {
    return guarded.run(
        which,
        () -> pass(which),
        next -> UpdateControl.<LabelingDataset>noUpdate().rescheduleAfter(next));
  }

  private void missed(LabelingDataset live, MissedLooks missed, Instant now) {
    write(
        live,
        DatasetStatusMapper.missed(
            live.getStatus(), live.getMetadata().getGeneration(), missed, now));
  }

  private UpdateControl<LabelingDataset> pass(LabelingDataset which) {
    LabelingDataset live = platform.kubernetes().resource(which).get();
    if (live == null || live.isMarkedForDeletion()) {
      streaks.ended(which);
      return UpdateControl.noUpdate();
    }
    if (!platform.leading().getAsBoolean()) {
      return UpdateControl.noUpdate();
    }
    DatasetObservation seen = observer.observe(live);
    DatasetAction action = DatasetDecider.decide(seen);
    DatasetOutcome outcome = actor.perform(action, live);
    Optional<CloudFailure> failure =
        outcome instanceof DatasetOutcome.Failed failed
            ? Optional.of(failed.failure())
            : Optional.empty();
    Optional<FailureStreaks.Streak> streak = streaks.count(live, failure, seen.now());
    platform.metrics().action("LabelingDataset", action.name());
    LOG.info(
        "{}/{}: {} -> {}",
        live.getMetadata().getNamespace(),
        live.getMetadata().getName(),
        action.name(),
        outcome.name());
    Duration failingFor = streak.map(FailureStreaks.Streak::lasting).orElse(Duration.ZERO);
    LabelingDatasetStatus after = DatasetStatusMapper.map(seen, action, outcome, failingFor);
    Optional<MissedLooks> missed = streak.map(FailureStreaks.Streak::missed);
    if (!write(live, DatasetStatusMapper.synced(live.getStatus(), after, missed, seen.now()))) {
      return UpdateControl.<LabelingDataset>noUpdate().rescheduleAfter(AFTER_CONFLICT);
    }
    UpdateControl<LabelingDataset> control = UpdateControl.noUpdate();
    DatasetSchedule.next(seen, action, outcome, streak).ifPresent(control::rescheduleAfter);
    return control;
  }

  /** Whether the status stands as it should; false when somebody changed the object meanwhile. */
  private boolean write(LabelingDataset live, LabelingDatasetStatus status) {
    LabelingDatasetStatus before = live.getStatus();
    if (status == null || status.equals(before)) {
      return true;
    }
    live.setStatus(status);
    if (platform.statuses().write(live).isEmpty()) {
      return false;
    }
    events.record(live, before, status);
    return true;
  }
}
