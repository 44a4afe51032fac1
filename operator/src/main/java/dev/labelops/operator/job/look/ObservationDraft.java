package dev.labelops.operator.job.look;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.job.plan.Asset;
import dev.labelops.operator.job.plan.InputSource;
import dev.labelops.operator.job.plan.Planning;
import dev.labelops.operator.status.FailedObservations;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** An observation under construction; what was not checked keeps the value here. */
public final class ObservationDraft {
  public final JobObservation.ObjectState object;
  public final LabelingJobSpec spec;
  public final LabelingJobStatus status;
  private final Instant now;
  public Optional<AwsClients.Scope> scope = Optional.empty();
  public List<Violation> violations = List.of();
  public List<Violation> notAllowed = List.of();
  public Planning planning = new Planning.NotAsked();
  public InputSource input = new InputSource.NotAsked();
  public Remote remote = new Remote.NotLooked();
  public Optional<Preflight> preflight = Optional.empty();
  public Optional<CreatedJobs> made = Optional.empty();
  public Instant settled = Instant.MIN;
  boolean regionUnknown;
  public boolean superseded;
  public boolean earlierNameOpen;
  public List<Asset> missingAssets = List.of();
  public Optional<Boolean> chainable = Optional.empty();
  public Optional<OutputLook> output = Optional.empty();
  public Optional<FailedObservations> failedSweeps = Optional.empty();
  public Optional<CloudFailure> failure = Optional.empty();
  Optional<Instant> nextOutputLook = Optional.empty();

  public ObservationDraft(LabelingJob live, Instant now) {
    this.now = now;
    this.spec = live.getSpec();
    this.status = Optional.ofNullable(live.getStatus()).orElse(LabelingJobStatus.EMPTY);
    this.object =
        new JobObservation.ObjectState(
            live.getMetadata().getNamespace(),
            live.getMetadata().getName(),
            live.getMetadata().getGeneration(),
            Instant.parse(live.getMetadata().getCreationTimestamp()),
            live.isMarkedForDeletion(),
            Annotations.forceOrphan(live));
  }

  int maxAttempts() {
    return build().maxAttempts();
  }

  public JobObservation build() {
    return new JobObservation(
        now,
        object,
        scope,
        spec,
        status,
        violations,
        notAllowed,
        planning,
        input,
        remote,
        made,
        settled,
        regionUnknown,
        superseded,
        earlierNameOpen,
        preflight,
        missingAssets,
        chainable,
        output,
        failedSweeps,
        failure,
        nextOutputLook);
  }
}
