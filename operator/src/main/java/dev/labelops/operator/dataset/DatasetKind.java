package dev.labelops.operator.dataset;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.act.DatasetActor;
import dev.labelops.operator.dataset.decide.DatasetAction;
import dev.labelops.operator.dataset.decide.DatasetDecider;
import dev.labelops.operator.dataset.decide.DatasetOutcome;
import dev.labelops.operator.dataset.look.DatasetObservation;
import dev.labelops.operator.dataset.look.DatasetObserver;
import dev.labelops.operator.dataset.status.DatasetEvents;
import dev.labelops.operator.dataset.status.DatasetSchedule;
import dev.labelops.operator.dataset.status.DatasetStatusMapper;
import dev.labelops.operator.pass.Kind;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.StatusEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The parts of a pass over a LabelingDataset. It creates nothing that it would have to take back,
 * so it has no finalizer.
 */
final class DatasetKind
    implements Kind<
        LabelingDataset, LabelingDatasetStatus, DatasetObservation, DatasetAction, DatasetOutcome> {
  private final DatasetObserver observer;
  private final DatasetActor actor;

  DatasetKind(Platform platform) {
    this.observer = new DatasetObserver(platform);
    this.actor = new DatasetActor(platform);
  }

  @Override
  public FailurePolicy failures() {
    return FailurePolicy.COMMON;
  }

  @Override
  public boolean copySuffices(LabelingDataset copy) {
    return false;
  }

  @Override
  public DatasetObservation observe(LabelingDataset object, Instant now) {
    return observer.observe(object);
  }

  @Override
  public Optional<CloudFailure> failureOfLook(DatasetObservation seen) {
    return seen.remote().flatMap(DatasetObservation.Remote::failure);
  }

  @Override
  public void close(DatasetObservation seen) {
    seen.close();
  }

  @Override
  public DatasetAction decide(DatasetObservation seen) {
    return DatasetDecider.decide(seen);
  }

  @Override
  public boolean reports(DatasetAction action) {
    return action instanceof DatasetAction.LeaveAlone;
  }

  @Override
  public Fate fate(DatasetAction action) {
    return Fate.STAYS;
  }

  @Override
  public DatasetOutcome act(LabelingDataset object, DatasetObservation seen, DatasetAction action) {
    return actor.perform(action, object);
  }

  @Override
  public Optional<CloudFailure> failureOfAct(DatasetOutcome outcome) {
    return outcome instanceof DatasetOutcome.Failed(CloudFailure failure)
        ? Optional.of(failure)
        : Optional.empty();
  }

  @Override
  public LabelingDatasetStatus status(
      DatasetObservation seen, DatasetAction action, DatasetOutcome outcome, Duration failingFor) {
    return DatasetStatusMapper.map(seen, action, outcome, failingFor);
  }

  @Override
  public LabelingDatasetStatus frozen(LabelingDataset object, Instant now) {
    return DatasetStatusMapper.map(
        DatasetObservation.unseen(object, now),
        new DatasetAction.Freeze(),
        new DatasetOutcome.Done(),
        Duration.ZERO);
  }

  @Override
  public LabelingDatasetStatus with(
      LabelingDatasetStatus status, long observedGeneration, List<Condition> conditions) {
    return DatasetStatusMapper.with(status, observedGeneration, conditions);
  }

  @Override
  public List<StatusEvent> events(
      LabelingDatasetStatus before, LabelingDatasetStatus after, Optional<DatasetAction> action) {
    return DatasetEvents.of(conditions(before), conditions(after));
  }

  private static List<Condition> conditions(LabelingDatasetStatus status) {
    return status == null ? null : status.conditions();
  }

  @Override
  public Optional<Duration> next(
      DatasetObservation seen,
      DatasetAction action,
      DatasetOutcome outcome,
      Optional<Duration> retry) {
    return DatasetSchedule.next(seen, action, outcome, retry);
  }

  @Override
  public void written(
      LabelingDataset object,
      DatasetObservation seen,
      DatasetAction action,
      LabelingDatasetStatus after) {}

  @Override
  public void forget(LabelingDataset object) {}
}
