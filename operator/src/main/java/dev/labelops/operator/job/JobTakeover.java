package dev.labelops.operator.job;

import dev.labelops.operator.api.v1alpha1.Adoption;
import dev.labelops.operator.api.v1alpha1.LabelingJobSpec;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus;
import dev.labelops.operator.api.v1alpha1.LabelingJobStatus.Input;
import dev.labelops.operator.aws.RemoteLabelingJob;
import dev.labelops.operator.status.Reason;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides about a labeling job that exists already: whether it is taken over. Pure. */
final class JobTakeover {
  private JobTakeover() {}

  /** For a labeling job that has the name of the plan. */
  static JobAction decide(JobObservation seen, JobPlan plan, Remote.Found found) {
    LabelingJobSpec spec = seen.spec();
    String name = found.job().name();
    boolean justMade = seen.stage() == Stage.RESERVED;
    return switch (found.mark()) {
      case OURS ->
          spec.adoption() == Adoption.Never && !justMade
              ? new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "Labeling job '"
                      + name
                      + "' was made for this object before, and adoption is Never: set adoption:"
                      + " IfOwned to continue with it, or raise spec.run to label again.")
              : adopt(seen, plan, found.job());
      case OURS_OTHER_REQUEST ->
          new JobAction.RefuseTakeover(
              Reason.SpecDiffersFromExistingJob,
              "Labeling job '"
                  + name
                  + "' was made for this object from another specification: raise spec.run"
                  + (spec.jobName() == null ? "" : " and choose another spec.jobName")
                  + " to label again, or restore the specification it was made from.");
      case FOREIGN ->
          spec.adoption() == Adoption.Always
              ? adopt(seen, plan, found.job())
              : new JobAction.RefuseTakeover(
                  Reason.NameTaken,
                  "A labeling job '"
                      + name
                      + "' exists and does not carry this object's tags: "
                      + (justMade
                          ? "raise spec.run and choose another spec.jobName with it"
                          : "choose another spec.jobName")
                      + ", or set adoption: Always to observe that job.");
      case UNREAD -> new JobAction.Nothing(Optional.empty());
    };
  }

  private static JobAction adopt(JobObservation seen, JobPlan plan, RemoteLabelingJob job) {
    return new JobAction.Adopt(
        new Reservation(
            plan.run(),
            plan.attempt(),
            job.name(),
            plan.scope(),
            pinned(seen, job.inputManifestUri().orElse(null)),
            plan.requestHash(),
            job.labelAttributeName().orElse(plan.draft().labelAttributeName())),
        job);
  }

  /** The job that was created from what is written down, whatever is asked for by now. */
  static JobAction ofReserved(JobObservation seen, RemoteLabelingJob job) {
    LabelingJobStatus status = seen.status();
    return new JobAction.Adopt(
        new Reservation(
            status.run(),
            status.attempt(),
            job.name(),
            seen.scope().orElseThrow(),
            pinned(seen, job.inputManifestUri().orElse(null)),
            status.requestHash(),
            job.labelAttributeName().orElse(status.labelAttributeName())),
        job);
  }

  /** What is known of the manifest that an adopted job reads. */
  private static Input pinned(JobObservation seen, String manifestUri) {
    return Stream.of(
            Optional.ofNullable(seen.status().input()),
            seen.input() instanceof InputSource.Ready ready
                ? Optional.of(ready.input())
                : Optional.<Input>empty())
        .flatMap(Optional::stream)
        .filter(input -> input.manifestUri().equals(manifestUri))
        .findFirst()
        .orElse(new Input(manifestUri, null, null));
  }
}
