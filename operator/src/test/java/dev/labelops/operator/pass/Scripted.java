package dev.labelops.operator.pass;

import dev.labelops.operator.api.v1alpha1.Condition;
import dev.labelops.operator.api.v1alpha1.LabelingDataset;
import dev.labelops.operator.api.v1alpha1.LabelingDatasetStatus;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.dataset.status.DatasetStatusMapper;
import dev.labelops.operator.status.FailurePolicy;
import dev.labelops.operator.status.StatusEvent;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A kind whose parts do what a test says, and count how often they were asked. */
final class Scripted
    implements Kind<LabelingDataset, LabelingDatasetStatus, String, String, String> {
  static final Duration NEXT = Duration.ofSeconds(33);

  Error fault;
  Optional<CloudFailure> failure = Optional.empty();
  Runnable whileActing = () -> {};
  int looks;
  int closed;
  int written;
  int forgotten;

  @Override
  public FailurePolicy failures() {
    return FailurePolicy.COMMON;
  }

  @Override
  public boolean copySuffices(LabelingDataset copy) {
    return false;
  }

  @Override
  public String observe(LabelingDataset object, Instant now) {
    looks++;
    if (fault != null) {
      throw fault;
    }
    return "seen";
  }

  @Override
  public Optional<CloudFailure> failureOfLook(String seen) {
    return Optional.empty();
  }

  @Override
  public void close(String seen) {
    closed++;
  }

  @Override
  public String decide(String seen) {
    return "action";
  }

  @Override
  public boolean reports(String action) {
    return false;
  }

  @Override
  public Fate fate(String action) {
    return Fate.STAYS;
  }

  @Override
  public String act(LabelingDataset object, String seen, String action) {
    whileActing.run();
    return "outcome";
  }

  @Override
  public Optional<CloudFailure> failureOfAct(String outcome) {
    return failure;
  }

  @Override
  public LabelingDatasetStatus status(
      String seen, String action, String outcome, Duration failingFor) {
    return status("looked");
  }

  @Override
  public LabelingDatasetStatus frozen(LabelingDataset object, Instant now) {
    return status("frozen");
  }

  private static LabelingDatasetStatus status(String region) {
    return Serialization.unmarshal(
        "{observedGeneration: 1, conditions: [], region: " + region + "}",
        LabelingDatasetStatus.class);
  }

  @Override
  public LabelingDatasetStatus with(
      LabelingDatasetStatus status, long observedGeneration, List<Condition> conditions) {
    return DatasetStatusMapper.with(status, observedGeneration, conditions);
  }

  @Override
  public List<StatusEvent> events(
      LabelingDatasetStatus before, LabelingDatasetStatus after, Optional<String> action) {
    return List.of();
  }

  @Override
  public Optional<Duration> next(
      String seen, String action, String outcome, Optional<Duration> retry) {
    return Optional.of(NEXT);
  }

  @Override
  public void written(
      LabelingDataset object, String seen, String action, LabelingDatasetStatus after) {
    written++;
  }

  @Override
  public void forget(LabelingDataset object) {
    forgotten++;
  }
}
