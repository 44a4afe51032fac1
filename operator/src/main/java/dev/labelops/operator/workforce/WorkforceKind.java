package dev.labelops.operator.workforce;

import dev.labelops.operator.Platform;
import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforce;
import dev.labelops.operator.api.v1alpha1.LabelingWorkforceStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.pass.Kind;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.StatusEvent;
import dev.labelops.operator.workforce.act.TeardownActor;
import dev.labelops.operator.workforce.act.WorkforceActor;
import dev.labelops.operator.workforce.decide.StepDecider;
import dev.labelops.operator.workforce.decide.TeardownAction;
import dev.labelops.operator.workforce.decide.WorkforceAction;
import dev.labelops.operator.workforce.decide.WorkforceOutcome;
import dev.labelops.operator.workforce.decide.WorkforceStep;
import dev.labelops.operator.workforce.look.ObservedWorkforce;
import dev.labelops.operator.workforce.look.WorkforceObserver;
import dev.labelops.operator.workforce.look.WorkforcePorts;
import dev.labelops.operator.workforce.status.NextLook;
import dev.labelops.operator.workforce.status.TeardownStatus;
import dev.labelops.operator.workforce.status.WorkforceEvents;
import dev.labelops.operator.workforce.status.WorkforceStatusMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The parts of a pass over a LabelingWorkforce; teardown is the same pass with other actions. */
final class WorkforceKind
    implements Kind<
        LabelingWorkforce,
        LabelingWorkforceStatus,
        ObservedWorkforce,
        WorkforceStep,
        WorkforceOutcome> {
  private final Platform platform;
  private final WorkforceObserver observer;

  WorkforceKind(Platform platform) {
    this.platform = platform;
    this.observer = new WorkforceObserver(platform);
  }

  @Override
  public FailurePolicy failures() {
    return FailurePolicy.COMMON;
  }

  @Override
  public boolean copySuffices(LabelingWorkforce copy) {
    return false;
  }

  @Override
  public ObservedWorkforce observe(LabelingWorkforce object, Instant now) {
    return observer.observe(object, now);
  }

  @Override
  public Optional<CloudFailure> failureOfLook(ObservedWorkforce seen) {
    return seen.failure();
  }

  @Override
  public void close(ObservedWorkforce seen) {}

  @Override
  public WorkforceStep decide(ObservedWorkforce seen) {
    return StepDecider.decide(seen);
  }

  @Override
  public boolean reports(WorkforceStep step) {
    return step instanceof WorkforceAction.Settle;
  }

  @Override
  public Fate fate(WorkforceStep step) {
    return switch (step) {
      case TeardownAction.Release release -> Fate.RELEASED;
      case TeardownAction action -> Fate.STAYS;
      case WorkforceAction action -> Fate.STAYS;
    };
  }

  @Override
  public WorkforceOutcome act(
      LabelingWorkforce object, ObservedWorkforce seen, WorkforceStep step) {
    if (seen.present().isEmpty() && seen.leaving().isEmpty()) {
      // AWS was not asked, so nothing is done there.
      return WorkforceOutcome.done();
    }
    WorkforcePorts aws = WorkforcePorts.of(platform.aws(), seen.spec().aws());
    return switch (step) {
      case WorkforceAction action -> WorkforceActor.act(action, aws);
      case TeardownAction action ->
          TeardownActor.act(action, seen.leaving().orElseThrow().owner(), aws);
    };
  }

  @Override
  public Optional<CloudFailure> failureOfAct(WorkforceOutcome outcome) {
    return outcome.failure();
  }

  @Override
  public LabelingWorkforceStatus status(
      ObservedWorkforce seen, WorkforceStep step, WorkforceOutcome outcome, Duration failingFor) {
    return WorkforceStatusMapper.map(seen, step, outcome, failingFor);
  }

  @Override
  public LabelingWorkforceStatus frozen(LabelingWorkforce object, Instant now) {
    long generation = object.getMetadata().getGeneration();
    return object.isMarkedForDeletion()
        ? TeardownStatus.frozen(object.getStatus(), generation, now)
        : WorkforceStatusMapper.frozen(object.getStatus(), generation, now);
  }

  @Override
  public LabelingWorkforceStatus with(
      LabelingWorkforceStatus status, long observedGeneration, List<Condition> conditions) {
    return WorkforceStatusMapper.with(status, observedGeneration, conditions);
  }

  @Override
  public List<StatusEvent> events(
      LabelingWorkforceStatus before, LabelingWorkforceStatus after, Optional<WorkforceStep> step) {
    return WorkforceEvents.of(conditions(before), conditions(after), step);
  }

  private static List<Condition> conditions(LabelingWorkforceStatus status) {
    return status == null ? null : status.conditions();
  }

  @Override
  public Optional<Duration> next(
      ObservedWorkforce seen,
      WorkforceStep step,
      WorkforceOutcome outcome,
      Optional<Duration> retry) {
    return NextLook.after(seen, step, outcome);
  }

  @Override
  public void written(
      LabelingWorkforce object,
      ObservedWorkforce seen,
      WorkforceStep step,
      LabelingWorkforceStatus after) {}

  @Override
  public void forget(LabelingWorkforce object) {}
}
