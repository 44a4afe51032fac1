package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.Annotations;
import dev.labelops.operator.api.v1alpha1.LabelingJob;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.aws.AwsClients;
import dev.labelops.operator.aws.CloudFailure;
import dev.labelops.operator.status.MissedLooks;
import dev.labelops.operator.status.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An observation under construction; what was not looked at stays as it is here. */
final class ObservationDraft {
  final JobObservation.ObjectFacts object;
  final LabelingJobSpec spec;
  final LabelingJobStatus status;
  private final Instant now;
  Optional<AwsClients.Scope> scope = Optional.empty();
  List<Violation> violations = List.of();
  List<Violation> notAllowed = List.of();
  Planning planning = new Planning.NotAsked();
  InputSource input = new InputSource.NotAsked();
  Remote remote = new Remote.NotLooked();
  Optional<Preflight> preflight = Optional.empty();
  Optional<MadeJobs> made = Optional.empty();
  Instant settled = Instant.MIN;
  boolean regionUnknown;
  boolean superseded;
  boolean earlierNameOpen;
  List<Asset> missingAssets = List.of();
  Optional<Boolean> chainable = Optional.empty();
  Optional<OutputLook> output = Optional.empty();
  Optional<MissedLooks> failedSweeps = Optional.empty();
  Optional<CloudFailure> failure = Optional.empty();
  Optional<Instant> nextOutputLook = Optional.empty();

  ObservationDraft(LabelingJob live, Instant now) {
    Map<String, String> annotations =
        Optional.ofNullable(live.getMetadata().getAnnotations()).orElse(Map.of());
    this.now = now;
    this.spec = live.getSpec();
    this.status = Optional.ofNullable(live.getStatus()).orElse(EMPTY);
    this.object =
        new JobObservation.ObjectFacts(
            live.getMetadata().getNamespace(),
            live.getMetadata().getName(),
            live.getMetadata().getGeneration(),
            Instant.parse(live.getMetadata().getCreationTimestamp()),
            live.isMarkedForDeletion(),
            "paused".equals(annotations.get(Annotations.RECONCILE)),
            "true".equals(annotations.get(Annotations.FORCE_ORPHAN)));
  }

  private static final LabelingJobStatus EMPTY =
      new LabelingJobStatus(
          null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
          null, null, null, null, null, null, null, null, null);

  int maxAttempts() {
    return build().maxAttempts();
  }

  JobObservation build() {
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
